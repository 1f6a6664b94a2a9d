import MarkdownIt from 'markdown-it';
import { useMemo } from 'react';

/** HTML in it stays text, and nothing is loaded: an image is a link to it. Links lead to the web alone, never to a script. */
const markdown = new MarkdownIt({ html: false, linkify: true });
markdown.renderer.rules.image = (tokens, index) => {
  const token = tokens[index];
  const source = String(token?.attrGet('src') ?? '');
  const { escapeHtml } = markdown.utils;
  const word = escapeHtml(token?.content || source);
  return /^https?:/i.test(source)
    ? `<a href="${escapeHtml(source)}" rel="noopener noreferrer" target="_blank">${word}</a>`
    : word;
};
markdown.renderer.rules.link_open = (tokens, index, options, _env, renderer) => {
  tokens[index]?.attrSet('rel', 'noopener noreferrer');
  tokens[index]?.attrSet('target', '_blank');
  return renderer.renderToken(tokens, index, options);
};
// The page around it has the first two levels.
for (const rule of ['heading_open', 'heading_close'] as const)
  markdown.renderer.rules[rule] = (tokens, index, options, _env, renderer) => {
    const token = tokens[index];
    if (token !== undefined) token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + 2)}`;
    return renderer.renderToken(tokens, index, options);
  };

export default function Markdown({ text }: { readonly text: string }) {
  const html = useMemo(() => markdown.render(text), [text]);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: markdown-it has escaped whatever was HTML in it.
  return <div className="file-markdown" dangerouslySetInnerHTML={{ __html: html }} />;
}
