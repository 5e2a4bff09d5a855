"""The tags of our templates: components, then formats. Arguments are listed in `ui/README.md`."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from nasij.ui import navigation, parts, thread
from nasij.ui.templatetags import formats

register = template.Library()
register.filters.update(formats.register.filters)
register.tags.update(formats.register.tags)


# --- The page ---------------------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def navigation_sections(context: Context, *names: str) -> list[navigation.Section]:
    request = context.get("request")
    if request is None:
        return []
    may = context.get("may")

    def user_may(permission: str) -> bool:
        return bool(may[permission]) if may is not None else False

    return navigation.sections(request, user_may, names or navigation.RAIL)


@register.inclusion_tag("ui/components/breadcrumbs.html")
def breadcrumbs(steps: Sequence[parts.TrailStep]) -> dict[str, Any]:
    return {"crumbs": [_crumb(step) for step in steps]}


def _crumb(step: parts.TrailStep) -> parts.Crumb:
    if isinstance(step, parts.Crumb):
        return step
    return parts.Crumb(*step) if isinstance(step, tuple) else parts.Crumb(step)


@register.inclusion_tag("ui/components/page_head.html")
def page_head(title: str, lead: str = "", over: str = "") -> dict[str, Any]:
    return {"title": title, "lead": lead, "over": over}


@register.inclusion_tag("ui/components/thread_strip.html", takes_context=True)
def thread_strip(context: Context, thing: object) -> dict[str, Any]:
    """An object a provider knows, with links for who reads the page; or a list of stations."""
    if isinstance(thing, list):
        return {"stations": thing}
    stations = thread.stations_of(thing, context["user"])
    return {"stations": stations}


# --- Small pieces -----------------------------------------------------------------------------
@register.inclusion_tag("ui/components/button.html")
def button(
    label: str,
    href: str = "",
    kind: str = "primary",
    type: str = "submit",
    name: str = "",
    value: str = "",
    small: bool = False,
    disabled: bool = False,
) -> dict[str, Any]:
    classes = ["button"]
    if kind != "primary":
        classes.append(f"button--{kind}")
    if small:
        classes.append("button--small")
    return {
        "label": label,
        "href": href,
        "type": type,
        "name": name,
        "value": value,
        "disabled": disabled,
        "classes": " ".join(classes),
    }


@register.simple_tag
def pill(label: object, tone: str = "neutral", open: bool = False) -> SafeString:
    classes = f"pill pill--{tone}" + (" pill--open" if open else "")
    return format_html('<span class="{}">{}</span>', classes, label)


@register.simple_tag
def state_pill(thing: Any) -> SafeString:
    """Its state in the one tone that its room gives it on every page."""
    return pill(thing.get_state_display(), thing.state_tone)


@register.simple_tag
def demo_pill(thing: Any) -> SafeString:
    return pill(_("Demonstration"), open=True) if thing.is_demo else SafeString()


@register.inclusion_tag("ui/components/term.html")
def term(label: object, text: object, url: str = "") -> dict[str, Any]:
    return {"label": label, "text": text, "url": url}


@register.inclusion_tag("ui/components/figure_card.html")
def figure_card(figure: parts.Figure | None = None, **fields: Any) -> dict[str, Any]:
    return {"figure": figure or parts.Figure(**fields)}


@register.inclusion_tag("ui/components/notice.html")
def notice(text: object, tone: str = "info", title: object = "") -> dict[str, Any]:
    return {"text": text, "tone": tone, "title": title}


@register.inclusion_tag("ui/components/empty_state.html")
def empty_state(
    title: object, text: object = "", action_label: object = "", action_url: str = ""
) -> dict[str, Any]:
    return {"title": title, "text": text, "action_label": action_label, "action_url": action_url}


@register.inclusion_tag("ui/components/tabs.html")
def tabs(items: list[parts.Tab], label: object = "") -> dict[str, Any]:
    return {"items": items, "label": label}


@register.inclusion_tag("ui/components/timeline.html")
def timeline(moments: list[parts.Moment]) -> dict[str, Any]:
    return {"moments": moments}


@register.inclusion_tag("ui/components/steps.html")
def steps(items: list[parts.Step]) -> dict[str, Any]:
    return {"items": items}


@register.inclusion_tag("ui/components/facts.html")
def facts(items: list[parts.Fact | tuple[Any, Any]]) -> dict[str, Any]:
    return {"facts": [i if isinstance(i, parts.Fact) else parts.Fact(*i) for i in items]}


@register.inclusion_tag("ui/components/progress.html", takes_context=True)
def progress(context: Context, job: parts.Progress) -> dict[str, Any]:
    request = context.get("request")
    return {"job": job, "refresh_url": request.get_full_path() if request else ""}


# --- Tables and lists --------------------------------------------------------------------------
@register.inclusion_tag("ui/components/data_table.html")
def data_table(table: parts.Table) -> dict[str, Any]:
    rows = [
        [(column, parts.cell_of(value)) for column, value in zip(table.columns, row, strict=True)]
        for row in table.rows
    ]
    foot = [
        (column, parts.cell_of(value))
        for column, value in zip(table.columns, table.foot, strict=False)
    ]
    return {"table": table, "rows": rows, "foot": foot}


def _query(context: Context) -> Any:
    request = context.get("request")
    return request.GET.copy() if request is not None else {}


@register.inclusion_tag("ui/components/pagination.html", takes_context=True)
def pagination(context: Context, page: Any) -> dict[str, Any]:
    query = _query(context)

    def url(number: int) -> str:
        if hasattr(query, "urlencode"):
            query["page"] = number
            return "?" + str(query.urlencode())
        return f"?page={number}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "numbers": [(n, url(n) if isinstance(n, int) else "") for n in numbers],
        "previous_url": url(page.number - 1) if page.has_previous() else "",
        "next_url": url(page.number + 1) if page.has_next() else "",
    }


# --- Forms -------------------------------------------------------------------------------------
@register.inclusion_tag("ui/components/form_box.html", takes_context=True)
def form_box(
    context: Context,
    form: Any,
    submit: object = "",
    action: str = "",
    cancel_url: str = "",
    guard: bool = True,
    kind: str = "primary",
) -> dict[str, Any]:
    return {
        "form": form,
        "submit": submit,
        "action": action,
        "cancel_url": cancel_url,
        "guard": guard,
        "kind": kind,
        "csrf_token": context.get("csrf_token", ""),
    }


@register.inclusion_tag("ui/components/filter_bar.html", takes_context=True)
def filter_bar(context: Context, form: Any, submit: object = "") -> dict[str, Any]:
    request = context.get("request")
    return {
        "form": form,
        "submit": submit,
        "reset_url": request.path if request else "?",
        "active": bool(_query(context)),
    }


# --- Boxes with a body ---------------------------------------------------------------------------
@register.simple_block_tag
def trail(content: str) -> SafeString:
    """The way to the page, whose steps the page writes itself."""
    label = _("You are here")
    return format_html('<nav class="breadcrumbs" aria-label="{}"><ol>{}</ol></nav>', label, content)


@register.simple_block_tag
def panel(
    content: str, title: object = "", lead: object = "", id: str = "", level: int = 2
) -> SafeString:
    head = mark_safe("")
    if title:
        head = format_html('<div class="card__head"><h{0}>{1}</h{0}></div>', level, title)
    if lead:
        head += format_html('<p class="card__lead">{}</p>', lead)
    name = format_html(' id="{}"', id) if id else ""
    return format_html('<section class="card"{}>{}{}</section>', name, head, content)


@register.simple_block_tag
def callout(content: str, tone: str = "info", title: object = "") -> SafeString:
    head = format_html('<p class="notice__title">{}</p>', title) if title else ""
    return format_html('<div class="notice notice--{}">{}{}</div>', tone, head, content)


@register.simple_block_tag
def dialog(content: str, label: object, open: bool = False, danger: bool = False) -> SafeString:
    return format_html(
        '<details class="dialog{}"{}><summary>{}</summary>'
        '<div class="dialog__body stack">{}</div></details>',
        " dialog--danger" if danger else "",
        mark_safe(" open") if open else "",
        label,
        content,
    )


# --- Charts and maps ---------------------------------------------------------------------------
@register.inclusion_tag("ui/components/chart_box.html")
def chart_box(
    chart: Any, png_url: str = "", csv_url: str = "", none: object = "", level: int = 3
) -> dict[str, Any]:
    return {"chart": chart, "png_url": png_url, "csv_url": csv_url, "none": none, "level": level}


@register.inclusion_tag("ui/components/map_box.html")
def map_box(
    chart: Any, png_url: str = "", csv_url: str = "", none: object = "", level: int = 3
) -> dict[str, Any]:
    return {"chart": chart, "png_url": png_url, "csv_url": csv_url, "none": none, "level": level}
