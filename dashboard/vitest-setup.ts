// Each test starts from an empty page.
import { cleanup, configure } from '@solidjs/testing-library'
import { afterEach } from 'vitest'

afterEach(cleanup)

// What is waited for is there at once, or late where a machine has much else to do; only a test that fails waits so long.
configure({ asyncUtilTimeout: 10_000 })

// jsdom lays nothing out, so nothing can be scrolled to.
Element.prototype.scrollIntoView ??= () => undefined
