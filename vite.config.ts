// Builds the client to `dist/client`: hashed files, compressed copies beside them, and the small
// script that runs before anything else.
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'
import { chunkOf } from './client/build/chunks.ts'
import { compressed } from './client/build/compressed.ts'
import { early } from './client/build/early.ts'
import { pdfParts } from './client/build/pdfParts.ts'
import { smallPlayer } from './client/build/smallPlayer.ts'

const codeSplitting = {
  includeDependenciesRecursively: false,
  groups: [{ name: chunkOf(), debugName: 'chunks' }],
}

export default defineConfig({
  root: 'client',
  publicDir: 'public',
  plugins: [
    svelte({ configFile: '../svelte.config.js' }),
    early(),
    pdfParts(),
    smallPlayer(),
    compressed(),
  ],
  resolve: {
    alias: [
      // The library's own prints in colours, which takes more script than all else of it.
      {
        find: 'lib0/logging',
        replacement: new URL('./client/build/plainLogging.ts', import.meta.url).pathname,
      },
      // What mediasoup-client has for older browsers, for apps and for its own tests.
      {
        find: /^\.\/(handlers\/(Chrome74|ReactNative106|FakeHandler)|test\/fakeParameters)$/,
        replacement: new URL('./client/build/leftOut.ts', import.meta.url).pathname,
      },
    ],
  },
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    // What the supported browsers can run; CSS such as light-dark() is lowered to it.
    target: ['chrome119', 'edge119', 'firefox121', 'safari17'],
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    manifest: true,
    rolldownOptions: { output: { codeSplitting } },
  },
})
