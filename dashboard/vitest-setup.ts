// Each test starts from an empty page.
import { cleanup } from '@solidjs/testing-library'
import { afterEach } from 'vitest'

afterEach(cleanup)

// jsdom lays nothing out, so nothing can be scrolled to.
Element.prototype.scrollIntoView ??= () => undefined
