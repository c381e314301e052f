// What the doctor's checks are about, for people.
import type { DoctorCheck } from '../../../../../schema/api/doctor.ts'

export const CHECK_TITLES: Readonly<Record<DoctorCheck, string>> = {
  url: 'The address',
  challenge: 'Asks for a sign-in',
  challenge_exposed: 'The challenge is readable in browsers',
  resource_metadata: 'Protected resource metadata',
  resource: 'The resource is the address itself',
  authorization_server: 'Names an authorization server',
  authorization_server_metadata: 'Authorization server metadata',
  openid_configuration: 'OpenID configuration',
  issuer: 'The issuer is the expected one',
  endpoints: 'Endpoints',
  pkce: 'PKCE with S256',
  public_clients: 'Public clients',
  iss_parameter: 'Answers name their issuer',
  offline_access: 'Refresh tokens',
  registration: 'How clients register',
  registration_endpoint: 'Registration endpoint',
  authorization_endpoint: 'Authorization endpoint',
  token_endpoint: 'Token endpoint',
  get_stream: 'Event stream',
  tools_list: 'Lists its tools',
  tool_names: 'Names of tools',
  tool_count: 'Number of tools',
}
