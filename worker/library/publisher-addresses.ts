// Where the publishers of the catalogue speak: hosts of their own, and their accounts on GitHub (`github.com/<owner>`).
// What stands in `checkedAgainst` has to come from there. Pure data and a check for the tests.

/** An address belongs to one publisher only: a list that many entries were copied from can stand for none of them. */
export const PUBLISHER_ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  'Amazon Web Services': ['github.com/awslabs'],
  Apify: ['github.com/apify'],
  Asana: ['developers.asana.com'],
  Atlassian: ['github.com/atlassian', 'support.atlassian.com'],
  Box: ['github.com/box'],
  // Stagehand is a product of Browserbase.
  Browserbase: ['docs.browserbase.com', 'docs.stagehand.dev'],
  Buildkite: ['buildkite.com'],
  CircleCI: ['circleci.com', 'github.com/circleci'],
  Close: ['developer.close.com'],
  Cloudflare: ['developers.cloudflare.com', 'github.com/cloudflare'],
  // The company behind Devin and DeepWiki.
  Cognition: ['docs.devin.ai'],
  Datadog: ['docs.datadoghq.com', 'github.com/datadog-labs'],
  Emailit: ['emailit.com'],
  Exa: ['github.com/exa-labs'],
  Figma: ['developers.figma.com', 'github.com/figma'],
  Firecrawl: ['github.com/firecrawl'],
  GitHub: ['github.com/github'],
  // `gitlabhq` mirrors the repository of GitLab, with its documentation.
  GitLab: ['docs.gitlab.com', 'github.com/gitlabhq'],
  Google: ['developers.google.com', 'github.com/google'],
  HubSpot: ['developers.hubspot.com'],
  'Hugging Face': ['github.com/huggingface'],
  jsDelivr: ['github.com/jsdelivr'],
  Linear: ['linear.app'],
  Microsoft: ['learn.microsoft.com'],
  'monday.com': ['github.com/mondaycom'],
  Neon: ['github.com/neondatabase', 'neon.tech'],
  Notion: ['developers.notion.com'],
  ONLYOFFICE: ['github.com/ONLYOFFICE'],
  PagerDuty: ['github.com/PagerDuty'],
  Postman: ['github.com/postmanlabs'],
  Prisma: ['www.prisma.io'],
  Semgrep: ['github.com/semgrep'],
  Sentry: ['docs.sentry.io', 'github.com/getsentry'],
  Slack: ['docs.slack.dev', 'github.com/slackapi'],
  Stripe: ['docs.stripe.com', 'github.com/stripe'],
  Supabase: ['github.com/supabase', 'supabase.com'],
  ThoughtSpot: ['github.com/thoughtspot'],
  Upstash: ['github.com/upstash'],
  Vercel: ['github.com/vercel', 'vercel.com'],
  Webflow: ['github.com/webflow'],
  Wix: ['github.com/wix'],
}

/** Hosts where anybody publishes: only an account there can be a publisher's own. */
export const SHARED_HOSTS: ReadonlySet<string> = new Set(['github.com'])

/** Whether the publisher itself speaks at this address. Hosts and accounts have to be the same, not to end the same. */
export function isOfPublisher(publisher: string, address: string): boolean {
  const { protocol, host, pathname } = new URL(address)
  if (protocol !== 'https:') return false
  const place = SHARED_HOSTS.has(host) ? `${host}/${pathname.split('/')[1] ?? ''}` : host
  return (
    Object.hasOwn(PUBLISHER_ADDRESSES, publisher) && PUBLISHER_ADDRESSES[publisher]?.includes(place) === true
  )
}
