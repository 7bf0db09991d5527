/// Holds the script of the review page: votes without losing one's place, and parts drawn anew when the archive changes.
enum PageScript {
    static let text = """
        'use strict';
        const main = document.getElementById('main');
        const author = document.getElementById('author');
        const offline = document.getElementById('offline');
        const drawn = new Map();
        let busy = false;

        // Who votes stays with the browser.
        try { author.value = localStorage.getItem('evolve-author') || author.value; } catch { }
        author.addEventListener('input', () => {
          try { localStorage.setItem('evolve-author', author.value.trim()); } catch { }
        });

        function remember(root) {
          for (const part of root.querySelectorAll('[data-live]')) drawn.set(part.id, part.outerHTML);
        }

        // A part is left alone while somebody writes in it or a film in it plays.
        function inUse(part) {
          const active = document.activeElement;
          if (part.contains(active) && /^(TEXTAREA|INPUT)$/.test(active.tagName)) return true;
          if ([...part.querySelectorAll('textarea')].some(field => field.value !== field.defaultValue)) return true;
          return [...part.querySelectorAll('video')].some(video => !video.paused);
        }

        // Of another page only its main part is read: its style and script are of no use here.
        function mainPart(text) {
          const [from, to] = [text.indexOf('<main'), text.lastIndexOf('</main>')];
          return new DOMParser().parseFromString(text.slice(from, to + 7), 'text/html').getElementById('main');
        }

        function put(text) {
          const next = mainPart(text);
          if (!next) return;
          let complete = true;
          for (const part of next.querySelectorAll('[data-live]')) {
            const old = document.getElementById(part.id);
            if (!old || drawn.get(part.id) === part.outerHTML) continue;
            if (inUse(old)) { complete = false; continue; }
            drawn.set(part.id, part.outerHTML);
            const open = new Set([...old.querySelectorAll('details[open]')].map(fold => fold.id));
            const shut = new Set([...old.querySelectorAll('details:not([open])')].map(fold => fold.id));
            old.replaceWith(part);
            for (const fold of part.querySelectorAll('details')) {
              if (open.has(fold.id)) fold.open = true;
              if (shut.has(fold.id)) fold.open = false;
            }
          }
          if (complete) main.dataset.version = next.dataset.version;
        }

        async function look() {
          if (busy || document.hidden || !main.dataset.poll) return;
          busy = true;
          try {
            const answer = await fetch(main.dataset.poll, { cache: 'no-store' });
            if (answer.ok && await answer.text() !== main.dataset.version) {
              const page = await fetch(location.href, { cache: 'no-store' });
              if (page.ok) put(await page.text());
            }
            offline.hidden = true;
          } catch { offline.hidden = false; }
          busy = false;
        }

        document.addEventListener('submit', async event => {
          const form = event.target;
          const field = form.querySelector('input[name=author]');
          if (field) field.value = author.value.trim();
          if (!form.hasAttribute('data-stay')) return;
          event.preventDefault();
          const data = new FormData(form, event.submitter);
          if (event.submitter && event.submitter.name) data.set(event.submitter.name, event.submitter.value);
          for (const button of form.querySelectorAll('button')) button.disabled = true;
          let note = form.querySelector('.note');
          if (!note) { note = document.createElement('span'); note.className = 'note'; form.append(note); }
          try {
            const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(data) });
            const text = await answer.text();
            if (!answer.ok) {
              note.textContent = mainPart(text)?.querySelector('p')?.textContent || 'The server refused this.';
            } else {
              note.textContent = form.dataset.done || 'Noted.';
              for (const field of form.querySelectorAll('textarea')) { field.value = ''; field.blur(); }
              put(text);
            }
            offline.hidden = true;
          } catch { offline.hidden = false; note.textContent = 'Not sent.'; }
          for (const button of form.querySelectorAll('button')) button.disabled = false;
        });

        // Films: ordered where the page asks for it, looked for until they are there.
        async function order(place) {
          const body = new URLSearchParams({ author: author.value.trim() });
          try { await fetch(place.dataset.film, { method: 'POST', body }); } catch { return; }
          follow(place);
        }
        async function follow(place) {
          const words = place.querySelector('.filming');
          for (;;) {
            let state;
            try { state = await (await fetch(place.dataset.film + '/state', { cache: 'no-store' })).json(); }
            catch { state = { state: 'failed', words: 'The server does not answer.' }; }
            if (state.state === 'ready') {
              const video = document.createElement('video');
              Object.assign(video, { controls: true, loop: true, muted: true, playsInline: true });
              if (place.hasAttribute('data-play')) video.autoplay = true;
              video.src = place.dataset.film;
              place.replaceChildren(video);
              together();
              return;
            }
            words.textContent = state.words;
            words.classList.toggle('busy', state.state === 'making');
            if (state.state !== 'making') return;
            await new Promise(done => setTimeout(done, 700));
          }
        }
        for (const place of document.querySelectorAll('[data-film][data-now]')) order(place);
        document.addEventListener('click', event => {
          const button = event.target.closest('[data-order]');
          if (!button) return;
          const place = button.closest('[data-film]');
          button.remove();
          order(place);
        });

        // Two films of a pair begin together.
        function together() {
          const films = [...document.querySelectorAll('.pair video')];
          if (films.length < 2) return;
          for (const film of films) {
            film.currentTime = 0;
            film.play().catch(() => { });
          }
        }
        document.addEventListener('keydown', event => {
          if (/^(TEXTAREA|INPUT|VIDEO)$/.test(event.target.tagName) || event.ctrlKey || event.metaKey || event.altKey) return;
          const key = { ArrowLeft: 'left', ArrowRight: 'right', '=': 'equal', s: 'skip' }[event.key];
          const button = key && document.querySelector(`[data-key=${key}]`);
          if (button) { event.preventDefault(); button.click(); }
          if (event.key === 'r') together();
        });

        remember(document);
        if (main.dataset.poll) setInterval(look, 1500);
        document.addEventListener('visibilitychange', look);
        """
}
