"""The simulator as a process: says in one line of JSON where it listens, ends with its stdin."""

from __future__ import annotations

import argparse
import json
import sys
import threading
from pathlib import Path

from tuntas.devices.errors import DeviceError
from tuntas.devices.simulator.server import opened
from tuntas.devices.simulator.stage import Stage


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tuntas.devices.simulator")
    options.add_argument("--folder", type=Path, required=True)
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--identity", type=int, default=1)
    chosen = options.parse_args()
    try:
        server = opened(chosen.folder, Stage(identity=chosen.identity), port=chosen.port)
    except DeviceError as refused:
        print(refused.en, file=sys.stderr)
        return 1
    told = {"port": server.bench.port, "anchor": str(server.bench.maker.anchor)}
    print(json.dumps(told), flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    # Whoever started it holds the other end: when that process is gone, so is this one.
    sys.stdin.buffer.read()
    server.shutdown()
    server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
