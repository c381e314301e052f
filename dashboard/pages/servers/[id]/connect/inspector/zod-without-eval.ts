// Before the SDK makes its schemas: they would try to compile themselves, which the Content-Security-Policy forbids
// and reports.
import { config } from 'zod/v4'

config({ jitless: true })
