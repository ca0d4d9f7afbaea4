# Build: JDK 25, Maven and Node. Run: the extracted jar with an ahead-of-time cache, as nobody, on a read-only root.
FROM debian:trixie-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends openjdk-25-jdk-headless maven nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 --mount=type=cache,target=/root/.npm mvn -B -ntp -DskipTests package
WORKDIR /app
RUN java -Djarmode=tools -jar /src/bot/target/komir.jar extract --destination /app --application-filename komir.jar
# One training run: everything is wired and refreshed, then it exits. The cache fits this JDK and these flags only.
RUN java -XX:AOTCacheOutput=/app/komir.aot -Dspring.context.exit=onRefresh --enable-native-access=ALL-UNNAMED \
      -XX:+UseSerialGC -jar /app/komir.jar || test -f /app/komir.aot

FROM debian:trixie-slim
RUN apt-get update && apt-get install -y --no-install-recommends openjdk-25-jre-headless && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin komir
COPY --from=build --chown=root:root /app /app
USER 10001
WORKDIR /app
# Answers pass through memory in the clear: no dump of it may be written, by a crash or by an operator's slip.
ENTRYPOINT ["java", "-XX:AOTCache=/app/komir.aot", "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx256m", \
            "-XX:-HeapDumpOnOutOfMemoryError", "-XX:+ExitOnOutOfMemoryError", "-XX:-CreateCoredumpOnCrash", \
            "-XX:+DisableAttachMechanism", "-XX:ErrorFile=/dev/null", "-jar", "/app/komir.jar"]
