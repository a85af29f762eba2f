"""Lines that give a language away: what ``recognition`` looks for, one alternative a line.

Every pattern is matched at the beginning of a line without its indentation, and every repetition in it is
bounded or consumes what nothing after it could, so that a line costs time linear in its length.
"""

from __future__ import annotations

import re

__all__ = ["COMMAND", "MARKS", "PLAIN_MARKS"]


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives))


# A first line like this is a shell command.
_COMMANDS = (
    r"""curl(?:\.exe)?[ \t]+[-'\"\w$<{/]""",
    r"wget[ \t]+\S",
    r"export[ \t]+[A-Za-z_]\w*=",
    r"pip3?[ \t]+(?:install|uninstall|freeze|show)\b",
    (
        r"(?:npm|pnpm|yarn|bun)[ \t]+(?:i|install|add|run|init|create|dev|start|ci|test|build|exec|"
        r"dlx|global)\b"
    ),
    r"(?:npm|pnpm|yarn)\Z",
    r"npx[ \t]+[\w@-]",
    r"uvx?[ \t]+(?:add|run|pip|sync|venv|tool|init|lock|--|[a-z])",
    r"pipx[ \t]+",
    r"poetry[ \t]+\w+",
    r"conda[ \t]+\w+",
    r"docker(?:-compose)?[ \t]+\w+",
    r"podman[ \t]+\w+",
    (
        r"git[ \t]+(?:clone|add|commit|push|pull|checkout|init|status|config|lfs|remote|fetch|merge|"
        r"rebase|log|tag)\b"
    ),
    r"brew[ \t]+(?:install|upgrade|update|services|tap)\b",
    r"""cd[ \t]+[\w./~$<{\"'-]+[ \t]*\Z""",
    r"cd[ \t]+\S+[ \t]*&&",
    r"python3?[ \t]+(?:-|\S{1,200}\.py)",
    r"node[ \t]+\S{1,200}\.[cm]?js",
    r"source[ \t]+\S+",
    r"mkdir[ \t]+\S",
    r"sudo[ \t]+\w",
    r"apt(?:-get)?[ \t]+\w+",
    r"chmod[ \t]+\S",
    r"touch[ \t]+\S",
    r"(?:cp|mv|rm|ls)[ \t]+[-./~\w*]+(?:[ \t]+[-./~\w*]+)*[ \t]*\Z",
    r"ollama[ \t]+(?:run|pull|serve|create|list|show|ps|rm|push|cp|launch|signin|signout|stop)\b",
    r"hf[ \t]+\w+",
    r"huggingface-cli[ \t]+\w+",
    r"kubectl[ \t]+\w+",
    r"helm[ \t]+\w+",
    (
        r"(?:go|cargo|dotnet|az|aws|gcloud|azd|gh|terraform|vercel|deno|pytest|make|mvn|gem|bundle|"
        r"composer|func|flyctl|tar|unzip|litellm|llm)[ \t]+[a-z-][\w-]*"
    ),
    r"""echo[ \t]+[\"'$]""",
    r"cat[ \t]+(?:<<|>|[\w./-]+)",
    r"openssl[ \t]+\w+",
    r"jq[ \t]+",
    r"ssh[ \t]+\S",
    r"scp[ \t]+\S",
    r"\./[\w./-]+",
)
COMMAND = re.compile(r"(?:[A-Z][A-Z0-9_]{0,60}=\S{0,200}[ \t]+){0,4}(?:" + "|".join(_COMMANDS) + ")")
# A line that speaks for a language, once each.
MARKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "python",
        _any(
            r"from[ \t]+[\w.]+[ \t]+import[ \t]+[\w(*]",
            r"import[ \t]+[\w.]+(?:[ \t]+as[ \t]+\w+)?(?:,[ \t]*[\w.]+)*[ \t]*(?:#.*)?\Z",
            r"(?:async[ \t]+)?def[ \t]+\w+\(",
            r"class[ \t]+\w+(?:\([^)]{0,120}\))?:[ \t]*\Z",
            r"(?:async[ \t]+)?for[ \t]++[\w, ()]{1,80}[ \t]+in[ \t]+[^\n]{1,200}:[ \t]*(?:#.*)?\Z",
            r"(?:async[ \t]+)?with[ \t]+[^\n]{1,200}:[ \t]*\Z",
            r"if[ \t]+__name__",
            r"(?:if|elif|while)[ \t]+[^\n({]{1,200}:[ \t]*\Z",
            r"else:[ \t]*\Z",
            r"try:[ \t]*\Z",
            r"except\b[^\n]{0,120}:[ \t]*\Z",
            r"print\(",
            r"@[\w.]\w*\.[\w.]+(?:\([^\n]{0,200})?\Z",
            r"[\w.]+[ \t]*=[ \t]*(?:await[ \t]+)?(?:Async)?[A-Z]\w*\([^\n;{]{0,200}\Z",
            r"[\w.]+[ \t]*=[ \t]*os\.(?:environ|getenv)",
            r"os\.environ\[",
            r"raise[ \t]+\w+",
            r"elif\b",
            r"assert[ \t]",
            r"\w+[ \t]*=[ \t]*(?:await[ \t]+)?[\w.]+\([ \t]*\Z",
            r"[!%]pip[ \t]",
        ),
    ),
    (
        "javascript",
        _any(
            r"""import[ \t]++(?:type[ \t]++)?[\w${},* \t]{1,200}[ \t]+from[ \t]+['\"]""",
            r"""import[ \t]+['\"][^'\"\n]{1,200}['\"];?[ \t]*\Z""",
            r"(?:export[ \t]+)?(?:const|let)[ \t]+[\w${}\[\], :<>|]{1,200}=[^=]",
            r"var[ \t]+[\w$]+[ \t]*=[ \t]*(?:require|\{|\[|function)",
            r"export[ \t]+(?:default|async|function|class|interface|type|const)\b",
            r"(?:async[ \t]+)?function\b[ \t*]*[\w$]*\(",
            r"console\.(?:log|error|info|warn|dir)\(",
            r"await[ \t]+[\w$.]+\([^\n]{0,300};[ \t]*\Z",
            r"\}[ \t]*\)[ \t]*;",
            r"module\.exports",
            r"[\w$.]+\.(?:then|catch|on)\([^\n]{0,200}=>",
            r"process\.(?:stdout|env|exit)",
            r"for[ \t]+await[ \t]*\(",
        ),
    ),
    (
        "go",
        _any(
            r"package[ \t]+\w+[ \t]*\Z",
            r"func[ \t]+(?:\([^)\n]{0,80}\)[ \t]*)?\w+\(",
            r"import[ \t]*\([ \t]*\Z",
            r"[\w, ]{1,60}:=[ \t]",
            r"if[ \t]+err[ \t]*!=[ \t]*nil",
            r"fmt\.\w+\(",
            r"defer[ \t]",
        ),
    ),
    (
        "java",
        _any(
            (
                r"(?:public|private|protected)[ \t]+(?:static[ \t]+|final[ \t]+|abstract[ \t]+)*(?:class|"
                r"interface|record|enum|void|[A-Z][\w<>\[\], ]{0,60}|int|boolean)[ \t]+\w+[^\n]{0,80}[({]"
            ),
            r"import[ \t]+(?:static[ \t]+)?(?:java|javax|dev|org|com|io)\.[\w.*]+;",
            r"System\.out\.",
            r"@(?:Override|Bean|Test|Inject|Autowired|Configuration|Service|RegisterAiService)\b",
            r"package[ \t]+[\w.]+;",
            r"[A-Z][\w<>, ]{0,60}[ \t]+\w+[ \t]*=[ \t]*[A-Z]\w*\.(?:builder|of|from|create|with\w+)\(",
            r"\.build\(\);",
        ),
    ),
    (
        "csharp",
        _any(
            r"using[ \t]+(?:static[ \t]+)?[A-Z][\w.]*;",
            r"using[ \t]+\w+[ \t]*=[ \t]*[\w.]+;",
            r"namespace[ \t]+[\w.]+",
            r"Console\.Write",
            r"await[ \t]+foreach[ \t]*\(",
            r"foreach[ \t]*\(",
            (
                r"(?:public|private|internal)[ \t]+(?:static[ \t]+|async[ \t]+|sealed[ \t]+|override[ \t]+|"
                r"partial[ \t]+)*(?:class|record|Task|void|string|int|bool)\b"
            ),
            r"\[(?:Description|Experimental|Test|JsonPropertyName)\b",
            r"#pragma[ \t]",
            r"(?:using[ \t]+)?var[ \t]+\w+[ \t]*=",
            r"[A-Z]\w*(?:<\w+>)?\??[ \t]+\w+[ \t]*=[ \t]*(?:await[ \t]+|new[ \t(])",
        ),
    ),
    (
        "ruby",
        _any(
            r"""require(?:_relative)?[ \t]+['\"]""",
            r"""puts[ \t(\"']""",
            r"def[ \t]+\w+[^\n:]{0,100}\Z",
            r"end[ \t]*\Z",
            r"""gem[ \t]+['\"]""",
            r"[^\n]{0,200}\bdo[ \t]*\|[\w, ]{1,60}\|[ \t]*\Z",
            r"[\w.]+[ \t]*=[ \t]*[A-Z][\w:]*\.new\b",
        ),
    ),
    (
        "rust",
        _any(
            r"use[ \t]+[\w:]+(?:::\{|::\w+;|;)",
            r"fn[ \t]+\w+",
            r"let[ \t]+mut[ \t]",
            r"#\[\w+",
            r"pub[ \t]+(?:fn|struct|enum|mod)\b",
            r"println!\(",
            r"impl\b[^\n]{0,80}\{",
            r"async[ \t]+fn\b",
            r"[^\n]{0,300}(?:\.await\b|\)\?;)",
        ),
    ),
    (
        "php",
        _any(
            r"<\?php",
            r"\$\w+[ \t]*=[ \t]*[^\n]{0,200};[ \t]*\Z",
            r"echo[ \t]+\$\w+",
            r"use[ \t]+\w+\\",
        ),
    ),
    (
        "kotlin",
        _any(
            r"fun[ \t]+\w+\(",
            r"val[ \t]+\w+[ \t]*(?::[ \t]*[\w<>]+[ \t]*)?=",
            r"suspend[ \t]+fun",
            r"println\(",
        ),
    ),
    (
        "swift",
        _any(
            r"import[ \t]+(?:Foundation|SwiftUI|OpenAI|SwiftOpenAI|FoundationNetworking)\Z",
            r"guard[ \t]+(?:let|case|var)\b",
            r"if[ \t]+let[ \t]+\w+[ \t]*=",
            r"(?:let|var)[ \t]+\w+[ \t]*:[ \t]*\[\w+(?:[ \t]*:[ \t]*\w+)?\]",
            r"(?:let|var)[ \t]+[^\n=]{1,80}=[ \t]*try[?!]?[ \t]",
            r"(?:let|var)[ \t]+\w+[ \t]*=[ \t]*URL(?:Request|Session)?\(",
            r"for[ \t]+try[ \t]+await\b",
            r"(?:final[ \t]+class|struct)[ \t]+\w+[ \t]*:[ \t]*[A-Z][\w, ]{0,60}\{",
            r"func[ \t]+\w+\([^\n]{0,200}\)[ \t]*(?:async|throws|->)",
            r"[^\n]{1,200}forHTTPHeaderField:",
        ),
    ),
    (
        "powershell",
        _any(
            r"\$env:\w+[ \t]*=",
            r"Invoke-(?:RestMethod|WebRequest)\b",
            r"Set-(?:Location|ExecutionPolicy|Item)\b",
            r"New-Item\b",
            r"Write-(?:Host|Output)\b",
            r"\$\w+[ \t]*=[ \t]*(?:@\{|Invoke-|Get-|@\")",
            r"\.venv\\Scripts",
            r"\.\\[\w.\\-]+",
        ),
    ),
    (
        "sql",
        _any(
            (
                r"(?:SELECT|INSERT[ \t]+INTO|CREATE[ \t]+(?:TABLE|INDEX|EXTENSION|DATABASE)|UPDATE|"
                r"DELETE[ \t]+FROM|ALTER[ \t]+TABLE|FROM[ \t]+\w+|WHERE|GROUP[ \t]+BY|ORDER[ \t]+BY)\b"
            ),
        ),
    ),
    (
        "dockerfile",
        _any(
            r"FROM[ \t]+[\w./:@-]+(?:[ \t]+AS[ \t]+\w+)?[ \t]*\Z",
            r"(?:RUN|COPY|WORKDIR|ENTRYPOINT|CMD|EXPOSE|ENV|ARG)[ \t]+\S",
        ),
    ),
    (
        "yaml",
        _any(
            r"-?[ \t]*[A-Za-z_][\w.-]{0,60}:(?:[ \t]*(?:#.*)?\Z|[ \t]+(?![=>(])[^\s{(][^\n;{(]{0,200}\Z)",
            r"""-[ \t]+[\w\"'/.$-][^\n;{(]{0,200}\Z""",
        ),
    ),
    (
        "toml",
        _any(
            r"\[{1,2}[\w.\"-]{1,80}\]{1,2}[ \t]*\Z",
            r"[\w.-]{1,60}[ \t]=[ \t](?:\"[^\"\n]{0,200}\"|\[|\d+[ \t]*\Z|true[ \t]*\Z|false[ \t]*\Z)",
        ),
    ),
    (
        "html",
        _any(
            (
                r"</?(?:html|head|body|div|script|p|a|span|h[1-6]|ul|li|table|dependency|groupId|artifactId|"
                r"version|plugin|project|img|input|form|button)\b"
            ),
            r"<!DOCTYPE",
            r"<\?xml",
        ),
    ),
    (
        "diff",
        _any(
            r"diff[ \t]--git",
            r"@@ -\d",
            r"\+\+\+[ \t]\S",
            r"---[ \t][ab]/",
        ),
    ),
)
# Lines that hardly another language has, and that count for more.
PLAIN_MARKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "python",
        _any(
            r"from[ \t]+[\w.]+[ \t]+import[ \t]+[\w(*][^;]*\Z",
            r"(?:async[ \t]+)?def[ \t]+\w+\([^\n]{0,300}:[ \t]*\Z",
            r"class[ \t]+\w+\([\w., =\[\]]{1,120}\):[ \t]*\Z",
        ),
    ),
    (
        "javascript",
        _any(
            r"""import[ \t]++(?:type[ \t]++)?[\w${},* \t]{1,200}[ \t]+from[ \t]+['\"]""",
            r"(?:const|let)[ \t]+[\w${}, ]{1,120}=[ \t]*(?:require\(|await[ \t]|new[ \t])",
            r"console\.log\(",
        ),
    ),
    (
        "rust",
        _any(
            r"use[ \t]+\w+::",
            r"let[ \t]+mut[ \t]",
            r"println!\(",
            r"[^\n]{0,300}(?:\.await\b|\)\?;)",
        ),
    ),
)
