// What this device keeps, in IndexedDB: rosters, entries that wait, one draft a person, a few facts about itself.
// Every write that matters is on the disk before its promise is kept.
const DATABASE = "splot";
const STORES = { rosters: "owner", entries: "id", drafts: "owner", facts: "name" };
let opening = null;

export function openStore() {
  opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(STORES)) {
        if (!asked.result.objectStoreNames.contains(name)) asked.result.createObjectStore(name, { keyPath });
      }
    };
    asked.onsuccess = () => {
      // Another tab throws everything away at log-out: do not stand in its way.
      asked.result.onversionchange = () => closeStore();
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("blocked"));
  });
  opening.catch(() => (opening = null));
  return opening;
}

export async function closeStore() {
  const open = opening;
  opening = null;
  if (open) (await open).close();
}

// One transaction over some stores; `act` gets them by name and may return a request whose result is wanted.
export async function within(names, mode, act) {
  const database = await openStore();
  return new Promise((resolve, reject) => {
    const work = database.transaction(names, mode, { durability: "strict" });
    const stores = Object.fromEntries(names.map((name) => [name, work.objectStore(name)]));
    const request = act(stores);
    work.oncomplete = () => resolve(request?.result);
    work.onabort = () => reject(work.error ?? new Error("aborted"));
  });
}

export const read = (store, key) => within([store], "readonly", (stores) => stores[store].get(key));
export const readAll = (store) => within([store], "readonly", (stores) => stores[store].getAll());
export const write = (store, value) => within([store], "readwrite", (stores) => stores[store].put(value));
export const erase = (store, key) => within([store], "readwrite", (stores) => stores[store].delete(key));

// Reads and writes in one transaction: `decide` returns the new value, null to erase, undefined to leave it.
export function change(store, key, decide) {
  return within([store], "readwrite", (stores) => {
    const asked = stores[store].get(key);
    asked.onsuccess = () => {
      const decided = decide(asked.result);
      if (decided === null) stores[store].delete(key);
      else if (decided !== undefined) stores[store].put(decided);
    };
  });
}

export async function fact(name) {
  return (await read("facts", name))?.value;
}

export const remember = (name, value) => write("facts", { name, value });

export async function forgetEverything() {
  await closeStore();
  await new Promise((resolve, reject) => {
    const asked = indexedDB.deleteDatabase(DATABASE);
    asked.onsuccess = resolve;
    asked.onblocked = resolve;
    asked.onerror = () => reject(asked.error);
  });
}
