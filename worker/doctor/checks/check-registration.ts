// How a client that nobody knows yet gets in (O5; RFC 7591, Client ID Metadata Documents).
import type { DoctorProfile } from '../../../schema/api/doctor.ts'
import { fail, pass, skip, warn, type Finding } from '../finding.ts'
import { describeReply, jsonObjectOf, trySend, type Send } from '../probe.ts'
import type { ServerFacts } from './check-authorization-server.ts'

export async function checkRegistration(
  send: Send,
  facts: ServerFacts,
  profile: DoctorProfile,
): Promise<Finding[]> {
  return [judgeWays(facts, profile), await checkRegistrationEndpoint(send, facts.registrationEndpoint)]
}

function judgeWays(facts: ServerFacts, profile: DoctorProfile): Finding {
  // A client document is used only where a client may come without a secret; ChatGPT's may sign instead.
  const takesDocuments = facts.supportsClientDocuments && (facts.allowsPublicClients || profile === 'chatgpt')
  if (takesDocuments && facts.registrationEndpoint !== undefined) {
    return pass('registration', 'Clients come with a metadata document, or register themselves')
  }
  if (takesDocuments) return pass('registration', 'Clients come with a metadata document')
  if (facts.registrationEndpoint !== undefined) return pass('registration', 'Clients register themselves')
  const remedy = 'Support client metadata documents or dynamic registration.'
  return profile === 'standard'
    ? warn('registration', 'Only clients that an admin registered by hand get in', remedy)
    : fail('registration', 'This client has no way to register by itself', remedy)
}

/** An invalid registration, so that nothing is created: the answer must be an error in JSON (RFC 7591 §3.2.2). */
async function checkRegistrationEndpoint(send: Send, endpoint: string | undefined): Promise<Finding> {
  if (endpoint === undefined) return skip('registration_endpoint', 'There is none')
  const reply = await trySend(send, endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ client_name: 'limen-doctor', redirect_uris: [] }),
  })
  if (!('failure' in reply) && reply.status === 429) {
    return skip('registration_endpoint', 'It asks for a pause between registrations')
  }
  const isRefusal =
    !('failure' in reply) && reply.status === 400 && jsonObjectOf(reply)?.['error'] !== undefined
  return isRefusal
    ? pass('registration_endpoint', 'It refuses a bad registration in JSON')
    : fail(
        'registration_endpoint',
        `A registration without redirect URIs is answered ${describeReply(reply)}`,
        'Answer 400 with a JSON error (RFC 7591 §3.2.2).',
      )
}
