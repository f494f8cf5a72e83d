(() => {
  const root = document.documentElement, all = [...document.querySelectorAll('.content')];
  const shade = () => nights.forEach((night, at) => night(all[at], root.classList.contains('dark')));
  const nights = all.map(dusk);
  root.classList.toggle('dark', matchMedia('(prefers-color-scheme: dark)').matches);
  document.getElementById('shade').addEventListener('click', () => {
    root.classList.toggle('dark');
    shade();
  });
  shade();
})();
