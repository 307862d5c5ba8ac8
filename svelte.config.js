// How Svelte compiles the client: runes everywhere in our own files.
const ours = (filename) => !filename.includes('node_modules')

/** @type {import('@sveltejs/vite-plugin-svelte').SvelteConfig} */
export default {
  vitePlugin: {
    dynamicCompileOptions: ({ filename }) => (ours(filename) ? { runes: true } : undefined),
  },
}
