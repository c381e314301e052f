// Beside Limen in workerd: hands it queue batches and cron events, which arrive here over HTTP.
export default {
  async fetch(request, env) {
    const event = await request.json()
    if (event.kind === 'scheduled')
      return Response.json(await env.LIMEN.scheduled({ cron: event.cron, scheduledTime: new Date() }))
    const messages = event.messages.map(({ id, timestamp, body, attempts }) => ({
      id,
      timestamp: new Date(timestamp),
      body,
      attempts,
    }))
    return Response.json(await env.LIMEN.queue(event.queue, messages))
  },
}
