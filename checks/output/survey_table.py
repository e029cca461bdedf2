"""A survey at a table: one page on one device that goes round, and slips with a code for each.

The page works without a network and keeps nothing: it holds counts until it is closed, never an order, and no person.
It knows codes as salted digests alone, so that who reads its source learns none.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from checks.wording.language import message

if TYPE_CHECKING:
    from checks.model.service import Metric
    from checks.wording.language import Language

ALPHABET = "abcdefghkmnpqrstuvwxyz23456789"
"""Letters of codes: none that looks like another."""

CODE_LENGTH = 8

COLUMNS = ("team", "quarter", "service", "metric", "score", "count")
"""The header of the file that the page makes."""

_STYLE = Markup(
    ":root{color-scheme:light dark;--paper:#fcfbf8;--ink:#18242c;--soft:#505c65;--line:#dcd8ce;--edge:#82827a;"
    "--out:#15526f;--on:#fff}"
    "@media(prefers-color-scheme:dark){:root{--paper:#131a20;--ink:#e8ecee;--soft:#aab6be;--line:#343f48;"
    "--edge:#7d8a93;--out:#86c5e3;--on:#0f1a21}}"
    "*{box-sizing:border-box}"
    'body{background:var(--paper);color:var(--ink);font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,'
    "sans-serif;margin:0 auto;max-width:44rem;padding:1.6rem 1.2rem 4rem}"
    "h1{font-size:1.8rem;line-height:1.2;margin:.2rem 0 .6rem}"
    "fieldset{border:0;border-top:1px solid var(--line);margin:1.4rem 0 0;padding:1rem 0 0}"
    "legend{float:left;font-weight:600;padding:0;width:100%}.note{color:var(--soft);font-size:.875rem}"
    ".of{clear:both;margin:0}.scores{display:flex;flex-wrap:wrap;gap:.4rem;margin:.4rem 0 0}"
    ".scores label{align-items:center;border:1px solid var(--edge);border-radius:3px;display:flex;gap:.5rem;"
    "min-height:2.75rem;min-width:2.75rem;padding:.3rem .8rem}"
    "input[type=text]{background:var(--paper);border:1px solid var(--edge);border-radius:3px;color:var(--ink);"
    "display:block;font:inherit;min-height:2.75rem;padding:.3rem .6rem;width:14rem}"
    "button{background:var(--out);border:1px solid var(--out);border-radius:3px;color:var(--on);cursor:pointer;"
    "font:inherit;font-weight:600;margin:1.4rem .6rem 0 0;min-height:2.75rem;padding:.4em 1.2em}"
    ".other{background:none;border-color:var(--edge);color:var(--ink)}"
    ":focus-visible{outline:2px solid var(--out);outline-offset:2px}[hidden]{display:none}"
    ".slips{display:grid;gap:0;grid-template-columns:repeat(auto-fill,minmax(12rem,1fr));list-style:none;padding:0}"
    ".slips li{border:1px dashed var(--edge);font:600 1.3rem/1.4 ui-monospace,Menlo,Consolas,monospace;"
    "padding:1.2rem;text-align:center}"
)
_PAGE = Markup(
    '<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
    '<meta name="color-scheme" content="light dark">\n'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';style-src 'unsafe-inline';"
    "script-src 'unsafe-inline';img-src data:;form-action 'none';base-uri 'none'\">\n"
    '<link rel="icon" href="data:,">\n<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n'
    "{body}\n</main>\n{script}</body>\n</html>\n"
)
_TABLE = Markup(
    '<h1>{title}</h1>\n<section id="start">\n<p>{intro}</p>\n<form id="enter">'
    '<label for="code">{code}</label><input type="text" id="code" autocomplete="off" autocapitalize="none" '
    'spellcheck="false"><button>{begin}</button></form>\n'
    '<p class="note">{answered} <span id="number">0</span></p>\n'
    '<button class="other" id="end" type="button">{end}</button>\n</section>\n'
    '<form id="form" hidden>\n{questions}\n<button>{give}</button></form>\n'
    '<p id="wrong" role="alert"></p>\n<section id="done" hidden><p>{over}</p><p id="left"></p></section>'
)
_QUESTION = Markup(
    '<fieldset><legend>{text}</legend><p class="note of">{head} · {ends}</p><div class="scores">{scores}</div></fieldset>'
)
_SCORE = Markup('<label><input type="radio" name="{name}" value="{value}"{checked}>{label}</label>')
_SCRIPT = """"use strict";
const $=id=>document.getElementById(id),DATA=JSON.parse($("data").textContent),used=new Set();
const counts=DATA.questions.map(()=>({}));let code="",given=0,over=false;
const digest=async text=>[...new Uint8Array(await crypto.subtle.digest("SHA-256",new TextEncoder().encode(text)))]
  .map(byte=>byte.toString(16).padStart(2,"0")).join("");
const say=text=>{$("wrong").textContent=text};
$("enter").addEventListener("submit",async event=>{event.preventDefault();
  if(!globalThis.crypto?.subtle)return say(DATA.say.old);
  const mark=await digest(DATA.salt+$("code").value.trim().toLowerCase());
  if(!DATA.codes.includes(mark))return say(DATA.say.unknown);
  if(used.has(mark))return say(DATA.say.used);
  code=mark;say("");$("code").value="";$("form").reset();$("start").hidden=true;$("form").hidden=false;
  $("form").querySelector("input").focus();scrollTo(0,0)});
$("form").addEventListener("submit",event=>{event.preventDefault();
  used.add(code);code="";given+=1;$("number").textContent=given;
  DATA.questions.forEach((question,at)=>{const score=$("form").elements["q"+at].value;
    if(score!=="")counts[at][score]=(counts[at][score]||0)+1});
  $("form").reset();$("form").hidden=true;$("start").hidden=false;$("code").focus();scrollTo(0,0)});
$("end").addEventListener("click",()=>{if(!given)return say(DATA.say.none);
  if(!confirm(DATA.say.sure))return;
  const rows=[DATA.header],left=[];
  DATA.questions.forEach((question,at)=>{const total=Object.values(counts[at]).reduce((sum,count)=>sum+count,0);
    if(total<DATA.smallest)return left.push(question.text);
    for(const score of Object.keys(counts[at]).sort((a,b)=>a-b))
      rows.push([DATA.team,DATA.quarter,question.service,question.metric,score,counts[at][score]])});
  const link=document.createElement("a");
  link.href=URL.createObjectURL(new Blob([rows.map(row=>row.join(",")+"\\n").join("")],{type:"text/csv"}));
  link.download="survey-"+DATA.team+"-"+DATA.quarter+".csv";link.click();
  over=true;$("start").hidden=true;$("done").hidden=false;
  $("left").textContent=left.length?DATA.say.left+" "+left.join(" "):""});
addEventListener("beforeunload",event=>{if(given&&!over)event.preventDefault()});
"""
_INTRO = message(
    "Type the code on your slip, answer, and pass the device on. This page counts answers. It never stores who gave "
    "which, or in which order."
)


@dataclass(frozen=True, slots=True)
class TableQuestion:
    """A question of the page: under which heading, and of which service."""

    head: str
    service: str
    metric: Metric


@dataclass(frozen=True, slots=True)
class TableSurvey:
    """A survey of one team at a table; `codes` are one for each member, `salt` is as random as they are."""

    team: str
    team_name: str
    quarter: str
    questions: tuple[TableQuestion, ...]
    codes: tuple[str, ...]
    salt: str
    smallest: int
    language: Language

    def page(self) -> str:
        """Return the page that goes round."""
        say = self.language.say
        body = _TABLE.format(
            title=self._title(),
            intro=say(_INTRO),
            code=say("Your code"),
            begin=say("Start"),
            answered=say("Answered so far:"),
            end=say("Everyone has answered: download the counts"),
            questions=Markup("\n").join(self._question(at, each) for at, each in enumerate(self.questions)),
            give=say("Count my answers"),
            over=say("The counts are in a file on this device. Send it to HR, then close this page."),
        )
        data = Markup('<script type="application/json" id="data">{}</script>\n<script>\n{}</script>\n')
        return self._whole(body, data.format(self._data(), Markup(_SCRIPT)))  # noqa: S704 - our own, without a value

    def slips(self) -> str:
        """Return the page of codes, to be printed and cut; in an order that says nothing."""
        say = self.language.say
        slips = Markup("").join(Markup("<li>{}</li>").format(code) for code in sorted(self.codes))
        text = Markup('<h1>{}</h1>\n<p>{}</p>\n<ul class="slips">{}</ul>')
        words = say("Print this page, cut it, and let everyone draw a slip from a bowl. Then delete it.")
        return self._whole(text.format(self._title(), words, slips), Markup(""))

    def _title(self) -> str:
        return self.language.say("{team}: support in {quarter}", team=self.team_name, quarter=self.quarter)

    def _whole(self, body: Markup, script: Markup) -> str:
        code = self.language.code
        return str(_PAGE.format(language=code, title=self._title(), style=_STYLE, body=body, script=script))

    def _question(self, at: int, question: TableQuestion) -> Markup:
        say = self.language.say
        metric = question.metric.read_in(self.language.code)
        low, high = metric.scale
        scores = [
            _SCORE.format(name=f"q{at}", value=score, checked="", label=score)
            for score in range(low, high + 1)
        ]
        none = _SCORE.format(name=f"q{at}", value="", checked=Markup(" checked"), label=say("No answer"))
        ends = say("{low} is the lowest score, {high} the highest", low=low, high=high)
        return _QUESTION.format(
            text=metric.question, head=question.head, ends=ends, scores=Markup("").join([*scores, none])
        )

    def _data(self) -> Markup:
        """Return what the script reads, as JSON that no script can end."""
        document = {
            "team": self.team,
            "quarter": self.quarter,
            "header": COLUMNS,
            "smallest": self.smallest,
            "salt": self.salt,
            "codes": sorted(hashlib.sha256(f"{self.salt}{code}".encode()).hexdigest() for code in self.codes),
            "questions": [
                {
                    "service": each.service,
                    "metric": each.metric.id,
                    "text": each.metric.read_in(self.language.code).question,
                }
                for each in self.questions
            ],
            "say": self._words(),
        }
        text = json.dumps(document, ensure_ascii=False)
        return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704 - cannot end its element

    def _words(self) -> dict[str, str]:
        """Return what the script says."""
        say = self.language.say
        return {
            "unknown": say("This code is not valid. Check the slip, and type it again."),
            "used": say("This code has been used. Each code counts once."),
            "none": say("No one has answered yet."),
            "sure": say("Download the counts and end the survey?"),
            "left": say("Left out, because fewer than {number} people answered:", number=self.smallest),
            "old": say("This browser can’t check codes. Open the page in a current browser."),
        }
