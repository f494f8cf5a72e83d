(() => {
  const root = document.documentElement, night = dusk();
  const shade = view => night(view.querySelector('.content'), root.classList.contains('dark'));
  let opened;
  const show = () => {
    const wanted = document.getElementById(location.hash.slice(1));
    const view = wanted && wanted.classList.contains('view') ? wanted : document.getElementById('chat');
    for (const one of document.querySelectorAll('.view')) one.classList.toggle('shown', one === view);
    scrollTo(0, 0);
    shade(view);
    spread(view);
  };
  // A note stands level with its passage, or below the note before it.
  const spread = view => {
    let end = -Infinity;
    for (const note of view.querySelectorAll('.here')) {
      note.style.translate = '';
      if (getComputedStyle(note).position !== 'absolute') continue;
      const box = note.getBoundingClientRect();
      const top = Math.max(note.parentElement.getBoundingClientRect().top, end);
      note.style.translate = `0 ${top - box.top}px`;
      end = top + box.height + 8;
    }
  };
  // The keyboard goes along: into the article, and back to the card that opened it.
  const move = () => {
    show();
    const back = document.querySelector('.view.shown .top a');
    if (back) opened = document.querySelector(`#chat a[href="${location.hash}"]`);
    (back || opened)?.focus({ preventScroll: true, focusVisible: false });
  };
  addEventListener('keydown', event => {
    if (event.key === 'Escape' && document.querySelector('.view.shown .top a')) location.hash = '#chat';
  });
  addEventListener('resize', show);
  root.classList.toggle('dark', matchMedia('(prefers-color-scheme: dark)').matches);
  document.getElementById('shade').addEventListener('click', () => {
    root.classList.toggle('dark');
    shade(document.querySelector('.view.shown'));
  });
  addEventListener('hashchange', move);
  show();
})();
