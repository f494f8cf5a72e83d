// Near to what WeChat makes of an article at night: what is light gets dark, what is dark stays, letters and lines keep their
// distance from what is behind them. Pictures and drawings stay as they are.
const dusk = () => {
  const hsl = colour => {
    const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map((one, at) => at < 3 ? one / 255 : Number(one));
    const most = Math.max(red, green, blue), least = Math.min(red, green, blue), light = (most + least) / 2;
    const range = most - least;
    const hue = !range ? 0 : most === red ? (green - blue) / range : most === green ? 2 + (blue - red) / range : 4 + (red - green) / range;
    const full = range ? range / (1 - Math.abs(2 * light - 1)) : 0;
    return { hue: hue * 60, full: full * 100, light: light * 100, alpha };
  };
  const css = ({ hue, full, light, alpha }) => `hsl(${hue} ${full}% ${light}% / ${alpha})`;
  const ground = one => one.light > 45 ? { ...one, full: one.full * .5, light: 12 + (100 - one.light) * .7 } : one;
  const letter = (one, behind) => ({ ...one, full: one.full * .7, light: behind < 50 ? Math.max(one.light, 100 - one.light, 67) : Math.min(one.light, 30) });
  const line = one => one.light > 70 ? ground(one) : letter(one, 0);
  const sides = ['Top', 'Right', 'Bottom', 'Left'].map(side => `border${side}`);
  const written = new Map();
  const fall = content => {
    const all = [...content.querySelectorAll('*')].filter(one => !one.closest('.here, svg, img'));
    const seen = all.map(one => {
      const style = getComputedStyle(one);
      const lines = sides.filter(side => style[`${side}Width`] !== '0px').map(side => [`${side}Color`, style[`${side}Color`]]);
      return { one, colour: hsl(style.color), back: hsl(style.backgroundColor), lines };
    });
    const grounds = new Map([[content, 12]]);
    for (const { one, colour, back, lines } of seen) {
      written.set(one, one.getAttribute('style'));
      const behind = back.alpha ? ground(back).light : grounds.get(one.parentElement) ?? 12;
      grounds.set(one, behind);
      if (back.alpha) one.style.backgroundColor = css(ground(back));
      one.style.color = css(letter(colour, behind));
      for (const [name, was] of lines) one.style[name] = css(line(hsl(was)));
    }
  };
  const rise = () => {
    for (const [one, style] of written) style === null ? one.removeAttribute('style') : one.setAttribute('style', style);
    written.clear();
  };
  // Shows one article, or none, by night or by day.
  return (content, is) => {
    rise();
    if (content && is) fall(content);
  };
};
