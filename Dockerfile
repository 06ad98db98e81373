# Rasid in one image: `docker run` alone works (with a Redis inside), and every role of a larger installation runs
# from it too (see compose.yaml).
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-fund --no-audit
COPY tsconfig.json ./
COPY src ./src
COPY workers ./workers
COPY scripts/write-schemas.mjs ./scripts/
RUN npm run build && npm prune --omit=dev --no-fund --no-audit

FROM node:24-bookworm-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends redis-server util-linux \
  && rm -rf /var/lib/apt/lists/* \
  && groupadd --system --gid 990 rasid \
  && useradd --system --uid 990 --gid rasid --home-dir /var/lib/rasid --shell /usr/sbin/nologin rasid \
  && install -d -o rasid -g rasid -m 0700 /var/lib/rasid \
  && install -d -m 0755 /etc/rasid
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY bin ./bin
COPY config ./config
COPY --from=build /app/config/schemas ./config/schemas
COPY demo ./demo
ENV NODE_ENV=production RASID_DATA=/var/lib/rasid
USER rasid
VOLUME /var/lib/rasid
EXPOSE 8737
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8737/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "bin/rasid.js"]
CMD ["start"]
