#!/usr/bin/env bash
# Installs this checkout as a service on Debian or Ubuntu; run it again to upgrade. Needs Node 20.19 or newer and npm.
#   sudo deploy/install.sh               install or upgrade
#   sudo deploy/install.sh --uninstall   remove the service and the program; configuration and data stay
#   --root DIR                           do it below DIR and start nothing (for packagers and for trying it out)
set -euo pipefail

here=$(cd "$(dirname "$0")/.." && pwd)
root=""
uninstall=no
while [ $# -gt 0 ]; do
  case "$1" in
    --uninstall) uninstall=yes ;;
    --root)
      [ $# -ge 2 ] || { echo "--root needs a folder" >&2; exit 2; }
      root=$2
      shift
      ;;
    -h | --help)
      sed -n '2,6s/^# \{0,1\}//p' "$0"
      exit 0
      ;;
    *)
      echo "unknown option $1; see --help" >&2
      exit 2
      ;;
  esac
  shift
done

say() { echo "rasid: $*"; }
fail() {
  echo "rasid: $*" >&2
  exit 1
}

[ -n "$root" ] || [ "$(id -u)" -eq 0 ] || fail "run it as root: sudo deploy/install.sh"

app=$root/opt/rasid
etc=$root/etc/rasid
data=$root/var/lib/rasid
unit=$root/etc/systemd/system/rasid.service
link=$root/usr/local/bin/rasid
has_systemd() { [ -z "$root" ] && [ -d /run/systemd/system ]; }

if [ "$uninstall" = yes ]; then
  if has_systemd; then systemctl disable --now rasid.service 2>/dev/null || true; fi
  rm -rf "$app" "$unit" "$link"
  if has_systemd; then systemctl daemon-reload; fi
  say "removed; your configuration stays in $etc and your data in $data"
  exit 0
fi

command -v node >/dev/null || fail "node is missing: install Node 20.19 or newer (https://nodejs.org)"
command -v npm >/dev/null || fail "npm is missing: it comes with Node"
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
  fail "node $(node --version) is too old: 20.19 or newer is needed"

if [ -z "$root" ]; then
  if ! command -v redis-server >/dev/null && ! command -v valkey-server >/dev/null; then
    say "installing redis-server"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends redis-server
    # Rasid starts a private server of its own; the package's public one is not needed.
    if has_systemd; then systemctl disable --now redis-server.service 2>/dev/null || true; fi
  fi
  getent passwd rasid >/dev/null || useradd --system --user-group --home-dir /var/lib/rasid --shell /usr/sbin/nologin rasid
fi

say "building"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$here" && tar -cf - --exclude=./node_modules --exclude=./dist --exclude=./data --exclude=./.git .) | tar -xf - -C "$work"
(
  cd "$work"
  npm ci --no-fund --no-audit --loglevel=error
  node_modules/.bin/tsc
  npm prune --omit=dev --no-fund --no-audit --loglevel=error
)

install -d -m 0755 "$(dirname "$app")" "$(dirname "$unit")" "$(dirname "$link")"
rm -rf "$app.new"
mkdir -p "$app.new"
for part in bin config demo dist docs deploy node_modules package.json package-lock.json README.md LICENSE CHANGELOG.md; do
  [ ! -e "$work/$part" ] || cp -R "$work/$part" "$app.new/"
done
rm -rf "$app.old"
[ ! -e "$app" ] || mv "$app" "$app.old"
mv "$app.new" "$app"
rm -rf "$app.old"

install -d -m 0750 "$etc"
install -d -m 0700 "$data"
[ -e "$etc/rasid.env" ] || (umask 077 && printf '# Secrets that channels.yaml and feeds.yaml name, one NAME=value a line.\n' >"$etc/rasid.env")
install -m 0644 "$here/deploy/rasid.service" "$unit"
ln -sfn "${app#"$root"}/bin/rasid.js" "$link"

if [ -z "$root" ]; then
  chown -R root:root "$app"
  chown -R root:rasid "$etc"
  chmod 0640 "$etc"/*.env
  chown rasid:rasid "$data"
fi
if has_systemd; then
  systemctl daemon-reload
  systemctl enable rasid.service
  systemctl restart rasid.service
  say "running; see: systemctl status rasid, journalctl -u rasid"
fi
cat <<NEXT
Next:
  sudo rasid init                  where alerts go and which borders to watch
  sudo editor /etc/rasid/rasid.env put the secrets in
  sudo rasid channels check --send does a test message arrive?
  sudo systemctl restart rasid
NEXT
