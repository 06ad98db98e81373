import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

it("the service has no more rights than it needs", () => {
  const unit = readFileSync("deploy/rasid.service", "utf8");
  const wanted = [
    "User=rasid",
    "NoNewPrivileges=yes",
    "ProtectSystem=strict",
    "ProtectHome=yes",
    "PrivateTmp=yes",
    "PrivateDevices=yes",
    "PrivateUsers=yes",
    "CapabilityBoundingSet=",
    "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
    "SystemCallFilter=@system-service",
    "LimitCORE=0",
    "Restart=on-failure",
  ];
  expect(wanted.filter((line) => !unit.split("\n").includes(line))).toEqual([]);
});

it("the image runs as a user of its own, who owns nothing of the program", () => {
  const image = readFileSync("Dockerfile", "utf8");
  const last = image.slice(image.lastIndexOf("FROM"));
  expect(last).toMatch(/^USER rasid$/m);
  expect(last.indexOf("COPY config")).toBeLessThan(last.indexOf("USER rasid"));
  expect(last).not.toMatch(/COPY --chown|chmod 0?777/);
  expect(image).toContain("npm ci");
});

it("compose gives no container a capability or a root file system to write", () => {
  const compose = readFileSync("compose.yaml", "utf8");
  for (const line of ["read_only: true", "- ALL", "- no-new-privileges:true"])
    expect(compose.split(line).length - 1, line).toBe(2);
});

it("every dependency is pinned, those for development too", () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync("package.json", "utf8")) as Record<
    string,
    Record<string, string>
  >;
  const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(([, at]) => !/^\d+\.\d+\.\d+$/.test(at));
  expect(loose).toEqual([]);
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
    packages: Record<string, { integrity?: string; link?: boolean }>;
  };
  const unhashed = Object.entries(lock.packages).filter(
    ([path, { integrity, link }]) => path !== "" && !integrity && !link,
  );
  expect(unhashed.map(([path]) => path)).toEqual([]);
});
