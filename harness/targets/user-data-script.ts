/**
 * Shell for cloud-init that makes `node` 18 or later available. Amazon Linux 2023 has several versions as
 * packages of their own; Ubuntu before 24.04 has a Node that is too old as a package, and a newer one as a snap.
 */
export const INSTALL_NODE = `
have_node() { node -e 'process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)' 2>/dev/null; }
PATH=$PATH:/snap/bin
if ! have_node; then
  if command -v dnf >/dev/null 2>&1; then
    dnf install -y nodejs22 || dnf install -y nodejs20 || dnf install -y nodejs
  elif command -v apt-get >/dev/null 2>&1; then
    apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends nodejs
    have_node || snap install node --classic
  fi
  have_node || { echo 'nlb-harness: found no way to install Node 18 or later' >&2; exit 1; }
fi
`;

/** Shell for cloud-init that makes a container engine available. */
export const INSTALL_DOCKER = `
have_docker() { command -v docker >/dev/null 2>&1; }
if ! have_docker; then
  if command -v dnf >/dev/null 2>&1; then
    dnf install -y docker
  elif command -v apt-get >/dev/null 2>&1; then
    apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends docker.io iptables
  fi
  have_docker || { echo 'nlb-harness: found no way to install Docker' >&2; exit 1; }
fi
if [ -d /run/systemd/system ]; then systemctl enable --now docker.service; fi
`;

/**
 * Shell function that runs `$dir/<name>.sh`: as the systemd service `<unit>` that comes back after a failure and a
 * reboot, or as a plain process where systemd is not in charge or the directory is another one; then its output is in
 * `$dir/<prefix>log`, and its number in `$dir/<prefix>pid`.
 */
export const DEFINE_START_PROGRAM = `
start_program() { # name unit prefix
  if [ -d /run/systemd/system ] && [ "$dir" = /opt/nlb-harness ]; then
    cat > "/etc/systemd/system/$2.service" <<END_OF_UNIT
[Unit]
Description=nlb-harness target ($1)
After=network-online.target docker.service
Wants=network-online.target
[Service]
WorkingDirectory=$dir
Environment="PATH=$PATH"
ExecStart=/bin/sh $1.sh
Restart=always
RestartSec=1
LimitNOFILE=65536
[Install]
WantedBy=multi-user.target
END_OF_UNIT
    systemctl daemon-reload
    systemctl enable "$2.service"
    systemctl restart "$2.service"
  else
    cd "$dir"
    nohup sh "$1.sh" > "$3log" 2>&1 < /dev/null &
    echo $! > "$3pid"
  fi
}
`;
