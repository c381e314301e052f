// The embedded agent in the page: it gets an MCP token from its own app and calls the server behind Limen itself. Limen
// lets this origin in because the app was registered with it.
const panel = document.querySelector('[data-mcp-url]')
const said = document.querySelector('[data-said]')

for (const button of document.querySelectorAll('[data-token-from]')) {
  button.addEventListener('click', () => void ask(button.dataset.tokenFrom))
}

async function ask(tokenUrl) {
  said.textContent = 'Asking …'
  try {
    const response = await fetch(tokenUrl, { method: 'POST' })
    const body = await response.json()
    if (!response.ok) throw new Error(body.error)
    said.textContent = await callTool(body.token, 'whoami')
  } catch (error) {
    said.textContent = `That did not work: ${error.message}`
  }
}

async function callTool(token, name) {
  const response = await fetch(panel.dataset.mcpUrl, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: {} } }),
  })
  const text = await response.text()
  // A stream of one event, or one JSON document.
  const message = JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text)
  if (message.error) throw new Error(message.error.message)
  return message.result.content.map((part) => part.text).join('\n')
}
