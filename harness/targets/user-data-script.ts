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

/**
 * Shell that runs `$dir/run.sh`: as a systemd service that comes back after a failure and a reboot, or as a
 * plain process where systemd is not in charge or the directory is another one (then `$dir/pid` names it).
 */
export const START_SERVICE = `
if [ -d /run/systemd/system ] && [ "$dir" = /opt/nlb-harness ]; then
  cat > /etc/systemd/system/nlb-harness.service <<END_OF_UNIT
[Unit]
Description=nlb-harness target
After=network-online.target
Wants=network-online.target
[Service]
WorkingDirectory=$dir
Environment="PATH=$PATH"
ExecStart=/bin/sh run.sh
Restart=always
RestartSec=1
LimitNOFILE=65536
[Install]
WantedBy=multi-user.target
END_OF_UNIT
  systemctl daemon-reload
  systemctl enable nlb-harness.service
  systemctl restart nlb-harness.service
else
  cd "$dir"
  nohup sh run.sh > log 2>&1 < /dev/null &
  echo $! > pid
fi
`;
