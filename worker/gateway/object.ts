// One Gateway's exact state: authorizations, codes, tokens, grants and their refresh (architecture.md §3).
import { DurableObject } from 'cloudflare:workers'
import type { Env } from '../environment.ts'

export class GatewayObject extends DurableObject<Env> {}
