# Understudy's daemon. No secret goes in: config, session and clone are mounted, keys come as environment variables.
#
#   docker build -t understudy .
#   docker run -it --rm -v understudy:/data -v ./config.toml:/config/config.toml:ro understudy harvest login
#   docker run -d --init --stop-timeout 15 --restart on-failure --read-only --tmpfs /tmp --cap-drop ALL \
#       --security-opt no-new-privileges -v understudy:/data -v ./config.toml:/config/config.toml:ro understudy
#
# `userbot stop` inside, or `docker stop`, ends it with nothing lost.
ARG BASE=python:3.11-slim
FROM ${BASE} AS build

ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python3 -m venv /opt/understudy
ENV PATH=/opt/understudy/bin:$PATH
WORKDIR /src

# Every file is checked against the lock. Only with TORCH_INDEX (the address of PyTorch's CPU builds, for an image that is
# gigabytes smaller) torch itself comes without: that build's hashes are not the registry's.
COPY requirements.lock requirements-without-torch.lock ./
ARG TORCH_INDEX=""
RUN if [ -n "$TORCH_INDEX" ]; then \
        pip install --index-url "$TORCH_INDEX" "$(sed -nE 's/^(torch==[^ ]+).*/\1/p' requirements.lock)" \
        && pip install --require-hashes -r requirements-without-torch.lock; \
    else \
        pip install --require-hashes -r requirements.lock; \
    fi
COPY pyproject.toml README.md LICENSE ./
COPY harvest harvest
COPY finetune finetune
COPY userbot userbot
RUN pip install --no-deps --no-build-isolation --no-index .

FROM ${BASE}
# A number that is nobody's on the host; with a folder mounted instead of a volume, add: --user "$(id -u):$(id -g)"
RUN groupadd --gid 10001 understudy \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin understudy \
    && install -d -m 0700 -o 10001 -g 10001 /data \
    && install -d /config
COPY --from=build /opt/understudy /opt/understudy
ENV PATH=/opt/understudy/bin:$PATH \
    HOME=/data \
    USER=understudy \
    PYTHONDONTWRITEBYTECODE=1 \
    UNDERSTUDY_DATA_DIR=/data
USER 10001:10001
WORKDIR /config
VOLUME ["/data"]
STOPSIGNAL SIGTERM
# Healthy is who was well within the last 90 s: the event loop, the ledger's disk, and Telegram.
HEALTHCHECK --interval=60s --timeout=20s --start-period=300s --retries=3 CMD ["userbot", "alive"]
CMD ["userbot", "run"]
