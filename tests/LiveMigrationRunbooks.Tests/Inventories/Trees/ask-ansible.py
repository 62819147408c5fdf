"""Prints what ansible-inventory --list says of each tree: one JSON object, by the tree's name.

The tool is loaded once and every tree asked in a process of its own: starting it anew for each costs more than all of them.
"""
import json
import os
import sys
import tempfile

# An empty configuration: what this machine's own one sets would be compared too.
with tempfile.NamedTemporaryFile(suffix=".cfg", delete=False) as settings:
    os.environ["ANSIBLE_CONFIG"] = settings.name

from ansible.cli.inventory import InventoryCLI  # noqa: E402 (reads the configuration)


def ask(tree):
    with open(os.path.join(tree, "sources"), encoding="utf-8") as lines:
        sources = [line.rstrip("\n") for line in lines]
    arguments = ["ansible-inventory", "--list"]
    for source in sources:
        arguments += ["-i", source if "," in source else os.path.join(tree, source)]
    with tempfile.NamedTemporaryFile() as answer:
        child = os.fork()
        if child == 0:
            try:
                InventoryCLI(arguments + ["--output", answer.name]).run()
            finally:
                sys.stderr.flush()
                os._exit(0)
        os.waitpid(child, 0)
        text = answer.read().decode("utf-8")
    return json.loads(text) if text else None


root = sys.argv[1]
# Beside a playbook there may be group_vars too, and the current folder counts as one.
os.chdir("/")
names = sorted(name for name in os.listdir(root) if os.path.isdir(os.path.join(root, name)))
print(json.dumps({name: ask(os.path.join(root, name)) for name in names}))
os.unlink(settings.name)
