"""The tools. Each calls the Todo API as the user whose token came with the MCP request."""

import os

import httpx2
from fastmcp import FastMCP
from fastmcp.server.dependencies import get_http_request
from fastmcp.tools.base import ToolResult

api = httpx2.AsyncClient(base_url=os.environ["API_URL"])
mcp = FastMCP("fastmcp-todo", mask_error_details=True)


async def call_api(method: str, path: str, body: dict | None = None) -> ToolResult:
    call = get_http_request().scope["limen"]
    if not call["token"]:
        return ToolResult("No access token came with this call: sign in first", is_error=True)
    answer = await api.request(method, path, json=body, headers={"authorization": f"Bearer {call['token']}"})
    call["refused"] = answer.status_code == 401
    if answer.is_error:
        return ToolResult(answer.json()["error"], is_error=True)
    return ToolResult(structured_content=answer.json())


@mcp.tool(annotations={"readOnlyHint": True})
async def list_todos() -> ToolResult:
    """List your todos"""
    return await call_api("GET", "/todos")


@mcp.tool(annotations={"destructiveHint": False})
async def add_todo(title: str) -> ToolResult:
    """Add a todo"""
    return await call_api("POST", "/todos", {"title": title})


@mcp.tool(annotations={"destructiveHint": False})
async def complete_todo(id: int) -> ToolResult:
    """Mark a todo as done"""
    return await call_api("POST", f"/todos/{id}/complete")


@mcp.tool(annotations={"readOnlyHint": True})
async def whoami() -> ToolResult:
    """Say whose account this is"""
    return await call_api("GET", "/me")
