# Makes the symbolic links that the PostgreSQL package lists beside its programs: `python3 links.py PACKAGE_FOLDER`.
import json
import os
import sys

folder = sys.argv[1]
with open(os.path.join(folder, "native", "pg-symlinks.json"), encoding="utf-8") as file:
    links = json.load(file)
for link in links:
    os.symlink(os.path.basename(link["source"]), os.path.join(folder, link["target"]))
