/// <reference lib="dom" />

const s3 = /^https:\/\/((?:[\w.-]+\.)?s3\.[\w-]+)\.amazonaws\.com/;

/**
 * Sends Amplify Storage's requests to a local AWS: Storage itself takes no plain HTTP address. For development alone, before Amplify is configured.
 * @param port of the local AWS
 */
export function storageToLocal(port: string): void {
  const { open } = XMLHttpRequest.prototype;
  const { fetch } = window;
  const localUrl = (url: string) => url.replace(s3, `http://$1.localhost:${port}`);
  /** What the request was signed for. */
  const signedHost = (url: string) => `${s3.exec(url)?.[1]}.amazonaws.com`;
  XMLHttpRequest.prototype.open = function (method: string, url: string | URL) {
    open.call(this, method, localUrl(String(url)), true);
    if (s3.test(String(url))) this.setRequestHeader("foyer-signed-host", signedHost(String(url)));
  };
  window.fetch = (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    if (!s3.test(url)) return fetch(input, init);
    const headers = new Headers(init?.headers);
    headers.set("foyer-signed-host", signedHost(url));
    return fetch(localUrl(url), { ...init, headers });
  };
}
