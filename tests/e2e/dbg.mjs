import { launch, open, signIn } from '../web/browser.mjs';
const browser = await launch();
const { page, errors } = await open(browser, `http://127.0.0.1:${process.argv[2]}/`);
page.setDefaultTimeout(10000);
page.on('request', (r) => console.log(Date.now() % 100000, r.method(), r.url().slice(22), r.postData() ?? ''));page.on('response', async (r) => r.status() >= 400 && console.log(r.status(), await r.text()));
await signIn(page, /Hoa/, '1379');

console.log(Date.now() % 100000, 'float there');
await page.locator('#float').fill('500000');
await page.keyboard.press('Enter'); for (let i = 0; i < 6; i++) { console.log(Date.now() % 100000, await page.evaluate(() => document.querySelector('#float')?.value + ' ' + document.activeElement?.id + ' ' + document.querySelector('.cart')?.innerText.slice(0, 80))); await page.waitForTimeout(700); }
await browser.close();
