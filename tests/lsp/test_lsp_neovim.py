"""The page's settings for Neovim, in Neovim."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from drafts import filled, write

DRIVE = """
vim.cmd("filetype on")
vim.cmd("edit docs/a.md")
local said = {}
local function codes()
  local found = {}
  for _, each in ipairs(vim.diagnostic.get(0)) do
    table.insert(found, { each.code, each.lnum, each.col, each.severity })
  end
  return found
end
local function has(code)
  for _, each in ipairs(codes()) do
    if each[1] == code then return true end
  end
  return false
end
vim.wait(60000, function() return has("API001") end, 20)
said.opened = codes()
vim.api.nvim_buf_set_text(0, 2, 0, 2, 0, { "One.", "\\240\\159\\152\\128 " })
vim.wait(60000, function() return codes()[1] and codes()[1][2] == 3 end, 20)
said.typed = codes()
vim.api.nvim_win_set_cursor(0, { 9, 42 })
local here = vim.lsp.util.make_position_params()
for _, each in pairs(vim.lsp.buf_request_sync(0, "textDocument/hover", here, 60000)) do
  said.hover = each.result.contents.value
end
local asked = vim.lsp.util.make_range_params()
asked.context = { diagnostics = {}, only = { "source.fixAll.draftproof" } }
for id, each in pairs(vim.lsp.buf_request_sync(0, "textDocument/codeAction", asked, 60000)) do
  local client = vim.lsp.get_client_by_id(id)
  for _, action in ipairs(each.result) do
    if not action.edit then
      action = client.request_sync("codeAction/resolve", action, 60000, 0).result
    end
    vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
  end
end
vim.wait(60000, function() return not has("API001") end, 20)
said.fixed = codes()
said.text = vim.api.nvim_buf_get_lines(0, 0, -1, false)
io.stdout:write(vim.json and vim.json.encode(said) or vim.fn.json_encode(said))
"""
PAGE = """\
# Streaming with the Responses API

This is the fastest API there is.

```python
from openai import OpenAI
client = OpenAI(base_url="https://api.cometapi.com/v1", api_key="{{key:github-classic}}")
stream = client.responses.create(model="gpt-5", messages=[{"role": "user", "content": "x"}], stream=True)
```
"""


def test_the_settings_of_the_page_work(root: Path, tmp_path: Path) -> None:
    nvim = shutil.which("nvim")
    if nvim is None:
        pytest.skip("Neovim is not installed")
    version = subprocess.run([nvim, "--version"], capture_output=True, text=True, check=True).stdout.split()[
        1
    ]
    if not version.startswith(("v0.7", "v0.8", "v0.9", "v0.10")):
        pytest.skip(f"the settings for older versions are tried, and this is Neovim {version}")
    page = (root / "docs" / "editors.md").read_text(encoding="utf-8")
    settings = page.partition('```lua title="init.lua"\n')[2].partition("```")[0]
    write(tmp_path, {"init.lua": settings, "drive.lua": DRIVE, "docs/a.md": PAGE})
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    command = [nvim, "--headless", "--clean", "-u", "init.lua", "-c", "luafile drive.lua", "-c", "qa!"]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=os.environ | {"PATH": path, "XDG_STATE_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    said = json.loads(done.stdout)
    # Neovim counts columns in bytes.
    assert ["CLM001", 2, 8, 3] in said["opened"]
    assert ["API001", 7, 48, 1] in said["opened"]
    assert ["CLM001", 3, 13, 3] in said["typed"]
    assert ["API001", 8, 48, 1] in said["typed"]
    assert said["hover"].startswith("**MDL001 unverified-model**")
    fixed = PAGE.replace("This", "One.\n\U0001f600 This").replace("messages=", "input=")
    assert (
        said["text"] == filled(fixed.replace("{{key:github-classic}}", "<API_KEY_PLACEHOLDER>")).splitlines()
    )
    assert not {"API001", "KEY001"} & {each[0] for each in said["fixed"]}
