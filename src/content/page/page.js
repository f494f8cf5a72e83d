(() => {
  const root = document.documentElement;
  const show = () => {
    const wanted = document.getElementById(location.hash.slice(1));
    const view = wanted && wanted.classList.contains('view') ? wanted : document.getElementById('chat');
    for (const one of document.querySelectorAll('.view')) one.classList.toggle('shown', one === view);
    scrollTo(0, 0);
  };
  root.classList.toggle('dark', matchMedia('(prefers-color-scheme: dark)').matches);
  document.getElementById('shade').addEventListener('click', () => root.classList.toggle('dark'));
  addEventListener('hashchange', show);
  show();
})();
