// What `limen doctor` and its endpoint answer.
import { z } from 'zod'

/** In the order in which they are looked at. */
export const DOCTOR_CHECKS = [
  'url',
  'challenge',
  'challenge_exposed',
  'resource_metadata',
  'resource',
  'authorization_server',
  'authorization_server_metadata',
  'openid_configuration',
  'issuer',
  'endpoints',
  'pkce',
  'public_clients',
  'iss_parameter',
  'offline_access',
  'registration',
  'registration_endpoint',
  'authorization_endpoint',
  'token_endpoint',
  'get_stream',
  'tools_list',
  'tool_names',
  'tool_count',
] as const

export type DoctorCheck = (typeof DOCTOR_CHECKS)[number]

export const doctorProfile = z
  .enum(['standard', 'claude', 'chatgpt'])
  .meta({ description: 'Whose habits are looked at besides the specification', example: 'claude' })

export type DoctorProfile = z.infer<typeof doctorProfile>

export const doctorFinding = z
  .object({
    check: z.enum(DOCTOR_CHECKS),
    status: z.enum(['pass', 'warn', 'fail', 'skip']),
    message: z.string().meta({ description: 'What was seen' }),
    remedy: z.string().nullable().meta({ description: 'What to do about it' }),
  })
  .meta({
    id: 'DoctorFinding',
    example: {
      check: 'pkce',
      status: 'pass',
      message: 'code_challenge_methods_supported lists S256',
      remedy: null,
    },
  })

export const doctorReport = z
  .object({
    mcpUrl: z.string(),
    profile: doctorProfile,
    /** False when a check failed. */
    healthy: z.boolean(),
    findings: z.array(doctorFinding),
  })
  .meta({
    id: 'DoctorReport',
    example: {
      mcpUrl: 'https://limen.example.com/s/support-assistant/mcp',
      profile: 'claude',
      healthy: true,
      findings: [
        {
          check: 'pkce',
          status: 'pass',
          message: 'code_challenge_methods_supported lists S256',
          remedy: null,
        },
      ],
    },
  })

export type DoctorReport = z.infer<typeof doctorReport>

export const doctorInput = z
  .strictObject({
    serverId: z.string().min(1).max(64).meta({ description: 'The server to look at', example: 'srv_01' }),
    form: z
      .enum(['path', 'host'])
      .default('path')
      .meta({ description: 'Which of its public URLs: below the main host, or its custom host' }),
    profile: doctorProfile.default('standard'),
    token: z
      .string()
      .min(1)
      .max(8_192)
      .optional()
      .meta({ description: 'A credential for tools/list; used for this report and forgotten' }),
  })
  .meta({ id: 'DoctorInput', example: { serverId: 'srv_01', profile: 'claude' } })
