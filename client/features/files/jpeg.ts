// Photos in the format of some phones, which few programs open, as JPEG: browsers of those phones can read
// them. What cannot be read stays as it is, and the server says so.

const quality = 0.9

const isForeign = ({ type, name }: File): boolean =>
  /^image\/hei[cf]/.test(type) || /\.hei[cf]$/i.test(name)

export async function asJpeg(file: File): Promise<File> {
  if (!isForeign(file)) return file
  try {
    const picture = await createImageBitmap(file)
    const canvas = document.createElement('canvas')
    canvas.width = picture.width
    canvas.height = picture.height
    canvas.getContext('2d')?.drawImage(picture, 0, 0)
    picture.close()
    const blob = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, 'image/jpeg', quality)
    })
    const name = file.name.replace(/\.\w+$/, '.jpg')
    return blob === null ? file : new File([blob], name, { type: 'image/jpeg' })
  } catch {
    return file
  }
}
