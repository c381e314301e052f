// The URL itself: MCP clients in the cloud reach public https only.
import { fail, pass, warn, type Checked } from '../finding.ts'

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])$/

export function checkUrl(text: string): Checked<URL> {
  if (!URL.canParse(text)) {
    return { findings: [fail('url', 'This is no URL', 'Give the whole MCP URL, with https:// in front.')] }
  }
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return {
      findings: [fail('url', `${url.protocol} is no scheme of Streamable HTTP`, 'Give an https:// URL.')],
    }
  }
  if (url.username !== '' || url.password !== '') {
    return { findings: [fail('url', 'The URL holds a user name or a password', 'Give it without them.')] }
  }
  if (url.hash !== '') {
    // RFC 8707 §2: a resource indicator has no fragment.
    return { findings: [fail('url', 'The URL has a fragment', 'Give it without the # part.')] }
  }
  if (LOOPBACK.test(url.hostname)) {
    return {
      findings: [
        warn(
          'url',
          `${url.host} is this machine`,
          'Clients in the cloud cannot reach it: deploy, or use a tunnel.',
        ),
      ],
      value: url,
    }
  }
  if (url.protocol === 'http:') {
    return {
      findings: [
        fail('url', 'The URL is plain http', 'Serve it over https: tokens travel in every request.'),
      ],
      value: url,
    }
  }
  return { findings: [pass('url', `${url.host} is reached over https`)], value: url }
}
