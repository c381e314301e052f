// What `exports` of cloudflare:workers holds: loopback bindings to the exports of the main module.
declare namespace Cloudflare {
  interface GlobalProps {
    mainModule: typeof import('./index.ts')
  }
}
