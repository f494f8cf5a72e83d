"""The official Python SDK of the Model Context Protocol against `wxmass mcp --sandbox`: plans, is refused without a person, sends with one."""

import asyncio
import os
import pathlib
import subprocess
import sys
import tempfile

from mcp import ClientSession, StdioServerParameters, types
from mcp.client.stdio import stdio_client

WXMASS = os.environ["WXMASS"]


async def conversation(folder, answer):
    """One conversation; `answer` is what the person does when asked, None for a client that cannot ask."""
    environment = {"HOME": folder, "XDG_STATE_HOME": folder + "/state", "WXMASS_YES": "1", "PATH": os.environ["PATH"]}
    server = StdioServerParameters(command=WXMASS, args=["mcp", "--sandbox", "--yes"], env=environment, cwd=folder)
    asked, progress = [], []

    async def person(_context, request):
        asked.append(request.message)
        return answer

    async def heard(_progress, _total, message):
        progress.append(message)

    async with stdio_client(server) as (reader, writer):
        callback = {"elicitation_callback": person} if answer else {}
        async with ClientSession(reader, writer, **callback) as session:
            await session.initialize()
            tools = {tool.name for tool in (await session.list_tools()).tools}
            assert {"check", "render", "plan", "preview", "send", "status", "runs", "tags", "doctor"} <= tools, tools
            resources = (await session.list_resources()).resources
            assert any(str(it.uri) == "wxmass://schema/campaign" for it in resources), resources
            campaign = {"campaign": "spring/campaign.toml"}
            blind = await session.call_tool("send", {**campaign, "fingerprint": "0" * 64})
            plan = await session.call_tool("plan", campaign)
            order = {**campaign, "fingerprint": data(plan)["fingerprint"]}
            assert failed(blind), "a send without a plan"
            sent = await session.call_tool("send", order, progress_callback=heard)
            return sent, asked, progress


def data(result):
    found = getattr(result, "structuredContent", None)
    return found if found is not None else getattr(result, "structured_content")


def failed(result):
    return getattr(result, "isError", None) or getattr(result, "is_error", False)


async def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([WXMASS, "init", "spring", "-q"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        accept = lambda content: types.ElicitResult(action="accept", content=content)
        for answer in [None, types.ElicitResult(action="decline"), accept({}), accept({"answer": "yes"})]:
            sent, _, _ = await conversation(folder, answer)
            assert failed(sent) and data(sent)["error"]["exit_code"] == 2, data(sent)
        sent, asked, progress = await conversation(folder, accept({"answer": "星标组"}))
        assert not failed(sent), data(sent)
        assert len(asked) == 1 and progress and data(sent)["batches"][0]["msg_id"], data(sent)
        sent, asked, _ = await conversation(folder, accept({"answer": "星标组"}))
        assert data(sent)["already_sent"] and not asked, data(sent)
    print("mcp (Python): plans, is refused without a person's yes, sends once with it")


asyncio.run(main())
sys.exit(0)
