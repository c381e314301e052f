// Pages hands /api/* to the Worker's admin entrypoint by service binding: same origin for cookies, and the admin plane
// is not on the public edge's origin (architecture.md §3.10).
interface Env {
  /** Named entrypoint `AdminApi` of the Worker. */
  ADMIN_API: Fetcher
}

export const onRequest: PagesFunction<Env> = ({ request, env }) => env.ADMIN_API.fetch(request)
