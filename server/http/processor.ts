// An operator’s own program that takes the background out of camera pictures, in the browser: a folder with
// `index.js` and whatever it loads. Without one there is an empty module, so that nobody asks in vain.
import express, { Router } from 'express'

export const processorPath = '/processor'

export function processor(folder: string | null): Router {
  const router = Router()
  if (folder !== null) {
    router.use(
      express.static(folder, {
        index: false,
        redirect: false,
        setHeaders: (response) => response.setHeader('Cache-Control', 'no-cache'),
      }),
    )
    return router
  }
  router.get('/index.js', (_request, response) => {
    response.set('Cache-Control', 'no-cache').type('text/javascript').send('export {}\n')
  })
  return router
}
