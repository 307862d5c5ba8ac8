// The stage's main picture in a small window of its own, above other programs.

export const canFloat = (): boolean => document.pictureInPictureEnabled

export async function floatPicture(): Promise<void> {
  if (document.pictureInPictureElement !== null) {
    await document.exitPictureInPicture()
    return
  }
  const video = document.querySelector<HTMLVideoElement>('[data-main] video')
  // Refused while the picture has not come yet: nothing then floats.
  await video?.requestPictureInPicture().catch(() => undefined)
}
