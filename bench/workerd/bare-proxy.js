// What everything is compared with: a Worker that streams a request to the runtime and the answer back, and no more.
export default {
  async fetch(request, env) {
    const response = await fetch(env.RUNTIME_URL, {
      method: request.method,
      headers: request.headers,
      body: request.body,
      redirect: 'manual',
    })
    return new Response(response.body, response)
  },
}
