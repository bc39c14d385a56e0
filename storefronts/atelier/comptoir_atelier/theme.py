"""The look of the house: design tokens that every channel wears as CSS custom properties.

Fonts are those of the reader's own system. Text on each of the grounds below meets WCAG 2.2 AA (4.5 to 1).
"""

THEME: dict[str, str] = {
    # Grounds
    "color-paper": "#faf7f1",
    "color-surface": "#ffffff",
    "color-surface-sunken": "#f1ebe0",
    # Text and lines
    "color-ink": "#1f2328",
    "color-muted": "#5f5b54",
    "color-line": "#ddd4c5",
    "color-line-strong": "#8b8272",
    # Meaning
    "color-accent": "#8a3d22",
    "color-accent-ink": "#ffffff",
    "color-accent-soft": "#f4e4db",
    "color-sale": "#9e2b25",
    "color-success": "#2f5d3f",
    "color-warning": "#7a5200",
    "color-danger": "#9e2b25",
    "color-focus": "#1f5a8a",
    # Type
    "font-display": "'Iowan Old Style', 'Palatino Linotype', Palatino, 'Book Antiqua', Georgia, serif",
    "font-text": "'Avenir Next', Avenir, 'Segoe UI', 'Helvetica Neue', Helvetica, Arial, system-ui, sans-serif",
    "font-size": "1rem",
    "font-size-small": "0.875rem",
    "font-size-title": "clamp(1.75rem, 1.2rem + 2.2vw, 3rem)",
    "line-height": "1.55",
    "tracking-display": "-0.01em",
    "weight-display": "500",
    # Shape and space
    "radius": "2px",
    "radius-large": "6px",
    "radius-pill": "999px",
    "space-unit": "0.5rem",
    "page-width": "82rem",
    "shadow": "0 1px 2px rgb(31 35 40 / 6%), 0 8px 24px rgb(31 35 40 / 8%)",
    "shadow-raised": "0 12px 40px rgb(31 35 40 / 16%)",
    "picture-ratio": "4 / 5",
    "motion": "180ms cubic-bezier(0.2, 0, 0, 1)",
}
