import { chromium, type Browser } from 'playwright-core'
import { findChromium } from './find-chromium.ts'

/** Throws where there is none: `npm test` looks for one first. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('no Chromium: run through npm test, which looks for one first')
  return chromium.launch({ executablePath, args: ['--no-sandbox'] })
}
