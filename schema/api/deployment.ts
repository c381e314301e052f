// What a deployment is, on the admin wire: facts that its users may know, never a secret.
import { z } from 'zod'

const origin = z.string().meta({ example: 'https://limen.example.com' })

export const deployment = z
  .object({
    version: z.string().meta({ description: 'Of Limen' }),
    publicOrigin: origin,
    dashboardOrigin: origin,
    adminApiOnPublicOrigin: z.boolean(),
    signIn: z.object({
      oidcIssuer: z.string().nullable(),
      cloudflareAccessTeam: z.string().nullable(),
    }),
    organizationDomains: z.array(z.string()).meta({ description: 'Mail domains that `x-mcp-user` may name' }),
    retention: z.object({
      callDays: z.int(),
      auditDays: z.int(),
      logRowsMax: z.int().meta({ description: 'Whichever is reached first, the days or the rows' }),
    }),
    limits: z.object({
      bodyBytesMax: z.int(),
      revocationSeconds: z.number().meta({ description: 'A revocation holds everywhere within' }),
    }),
    allowsPrivateTargets: z
      .boolean()
      .meta({ description: 'http and private addresses as runtimes; for development only' }),
    masterKeys: z
      .object({
        present: z.array(z.string()),
        missing: z
          .array(z.string())
          .meta({ description: 'Used here before, and not among MASTER_KEYS now, or not the same key' }),
      })
      .nullable()
      .meta({ description: 'Ids, never keys; null without `settings.write`' }),
  })
  .meta({
    id: 'Deployment',
    example: {
      version: '0.1.0',
      publicOrigin: 'https://limen.example.com',
      dashboardOrigin: 'https://limen.example.com',
      adminApiOnPublicOrigin: false,
      signIn: { oidcIssuer: 'https://login.example.com', cloudflareAccessTeam: null },
      organizationDomains: ['engines.example'],
      retention: { callDays: 30, auditDays: 400, logRowsMax: 5_000_000 },
      limits: { bodyBytesMax: 4_194_304, revocationSeconds: 10 },
      allowsPrivateTargets: false,
      masterKeys: { present: ['k1'], missing: [] },
    },
  })

export type Deployment = z.infer<typeof deployment>
