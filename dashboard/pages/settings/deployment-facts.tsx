import type { Deployment } from '../../../schema/api/deployment.ts'
import { useDeployment } from '../../data/deployment.ts'
import { formatBytes, formatCount } from '../../format/numbers.ts'
import { Card } from '../../ui/card.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Facts, type Fact } from '../../ui/facts.tsx'
import { Loaded } from '../../ui/loaded.tsx'

export function DeploymentFacts() {
  const deployment = useDeployment()
  return (
    <Card
      title="This deployment"
      description="Set by variables of the Worker: change them in wrangler.toml and deploy again."
      flush
    >
      <Loaded query={deployment}>{(found) => <Facts facts={factsOf(found())} />}</Loaded>
    </Card>
  )
}

function factsOf(deployment: Deployment): Fact[] {
  const { signIn, retention, limits, organizationDomains } = deployment
  return [
    { name: 'Limen', value: `Version ${deployment.version}; the API and its database answer` },
    {
      name: 'API description',
      value: (
        <a href="/api/v1/openapi.json" rel="external" class="text-accent underline">
          OpenAPI 3.1
        </a>
      ),
    },
    { name: 'Public host', value: <Url url={deployment.publicOrigin} label="public host" /> },
    { name: 'Dashboard', value: <Url url={deployment.dashboardOrigin} label="address of the dashboard" /> },
    {
      name: 'API on the public host',
      value: deployment.adminApiOnPublicOrigin
        ? 'Yes; ADMIN_API_ON_PUBLIC_ORIGIN is true'
        : 'No; it is reached through the dashboard alone',
    },
    {
      name: 'Sign-in',
      value:
        [
          signIn.oidcIssuer && `OpenID Connect at ${signIn.oidcIssuer}`,
          signIn.cloudflareAccessTeam && `Cloudflare Access, ${signIn.cloudflareAccessTeam}`,
        ]
          .filter(Boolean)
          .join('; ') || 'None is configured',
    },
    {
      name: 'Mail domains',
      value: organizationDomains.join(', ') || (
        <span class="text-ink-soft">None; nobody can be named in x-mcp-user</span>
      ),
    },
    {
      name: 'Logs are kept',
      value: `Calls ${retention.callDays} days, audit ${retention.auditDays} days, at most ${formatCount(retention.logRowsMax)} rows`,
    },
    { name: 'Largest request', value: formatBytes(limits.bodyBytesMax) },
    { name: 'Revocations hold', value: `Everywhere within ${limits.revocationSeconds} seconds` },
    {
      name: 'Private addresses',
      value: deployment.allowsPrivateTargets ? 'Allowed as runtimes: for development only' : 'Refused',
    },
  ]
}

function Url(props: { url: string; label: string }) {
  return (
    <span class="-my-1.5 flex flex-wrap items-center gap-2">
      <code class="font-mono text-[0.8125rem] break-all">{props.url}</code>
      <CopyButton tone="quiet" text={props.url} label={props.label} />
    </span>
  )
}
