#Requires -Version 5.1

<#
.SYNOPSIS
    Saves the connectors before the Hybrid Configuration Wizard changes them.
.DESCRIPTION
    Run it before the Hybrid Configuration Wizard: it saves the connectors of this
    side and changes nothing. With -WhatIf it writes nothing either.
    -Folder: where the state before and a transcript are saved.
    Exit code: 0 done, 1 failed, 2 stopped by a guard.
#>
[CmdletBinding(SupportsShouldProcess=$true)]
param (
    [string]$Folder = '.'
)

$ErrorActionPreference = 'Stop'
$changed = 0
$already = 0
$declined = 0
$logging = $false

# What was read may hold characters that steer a console.
function Get-SafeText {
    param (
        $Value
    )

    return [regex]::Replace([string]$Value, '[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]', '?')
}
function Show-Line {
    param (
        $Text
    )

    Write-Host (Get-SafeText -Value $Text)
}
# Any value as one text: nothing, one, or several in a fixed order.
function Get-ValueText {
    param (
        $Value
    )

    return @($Value | ForEach-Object { [string]$_ } | Sort-Object) -join ', '
}
function Test-Same {
    param (
        $Left,
        $Right
    )

    return [string]::Equals((Get-ValueText -Value $Left), (Get-ValueText -Value $Right), [System.StringComparison]::OrdinalIgnoreCase)
}
function Close-Log {
    param ()

    if ($logging) {
        try {
            Stop-Transcript | Out-Null
        } catch {
            Show-Line -Text 'The transcript could not be closed.'
        }
    }
}
function Stop-Script {
    param (
        $Reason
    )

    Show-Line -Text ('Changed by this run before it ended: {0}.' -f $changed)
    Show-Line -Text ('STOPPED: {0}' -f $Reason)
    Close-Log
    exit 2
}
function Stop-Failed {
    param (
        $Reason
    )

    Show-Line -Text ('Changed by this run before it ended: {0}.' -f $changed)
    Show-Line -Text ('FAILED: {0}' -f $Reason)
    Close-Log
    exit 1
}

try {
    # Guard: Exchange Online PowerShell, and only that.
    if ((Get-Command -Name 'Get-ExchangeServer' -ErrorAction SilentlyContinue) -or (Get-Command -Name 'Get-SendConnector' -ErrorAction SilentlyContinue)) {
        Stop-Script -Reason 'the Exchange Management Shell is loaded in this window. Open a new PowerShell window and connect there.'
    }
    if ((-not (Get-Module -Name 'ExchangeOnlineManagement' -ListAvailable)) -and (-not (Get-Module -Name 'ExchangeOnlineManagement'))) {
        Stop-Script -Reason 'the module ExchangeOnlineManagement is not installed: Install-Module ExchangeOnlineManagement.'
    }
    if (-not (Get-Command -Name 'Get-InboundConnector' -ErrorAction SilentlyContinue)) {
        Stop-Script -Reason 'not connected: run Connect-ExchangeOnline in this window first, without -Prefix.'
    }

    # The state before, and a transcript, in a folder of this run.
    $beforeFolder = (Join-Path -Path $Folder -ChildPath ('{0}{1}' -f 'relay-doctor-before-exchange-online-', [DateTime]::UtcNow.ToString('yyyyMMdd-HHmmss', [System.Globalization.CultureInfo]::InvariantCulture)))
    if (-not $WhatIfPreference) {
        try {
            New-Item -ItemType Directory -Path $beforeFolder | Out-Null
        } catch {
            Stop-Script -Reason ('the folder {0} could not be made: {1}' -f $beforeFolder, $_.Exception.Message)
        }
        try {
            Start-Transcript -Path (Join-Path -Path $beforeFolder -ChildPath 'transcript.txt') | Out-Null
            $logging = $true
        } catch {
            Show-Line -Text 'This host keeps no transcript: keep what it shows.'
        }
        $everything = Get-InboundConnector -ErrorAction SilentlyContinue -ErrorVariable failures
        if ((-not $?) -or ($failures.Count -gt 0)) {
            Stop-Script -Reason ('{0} failed: {1}' -f 'Get-InboundConnector', ([string]$failures))
        }
        $everything | Export-Clixml -Path (Join-Path -Path $beforeFolder -ChildPath 'inbound-connectors.xml')
        if (-not (Test-Path -LiteralPath (Join-Path -Path $beforeFolder -ChildPath 'inbound-connectors.xml'))) {
            Stop-Script -Reason ('{0} was not saved.' -f 'inbound-connectors.xml')
        }
        $everything = Get-OutboundConnector -ErrorAction SilentlyContinue -ErrorVariable failures
        if ((-not $?) -or ($failures.Count -gt 0)) {
            Stop-Script -Reason ('{0} failed: {1}' -f 'Get-OutboundConnector', ([string]$failures))
        }
        $everything | Export-Clixml -Path (Join-Path -Path $beforeFolder -ChildPath 'outbound-connectors.xml')
        if (-not (Test-Path -LiteralPath (Join-Path -Path $beforeFolder -ChildPath 'outbound-connectors.xml'))) {
            Stop-Script -Reason ('{0} was not saved.' -f 'outbound-connectors.xml')
        }
        Show-Line -Text ('The state before was saved in {0}.' -f $beforeFolder)
    } else {
        Show-Line -Text 'PREVIEW: the state before is not saved, and nothing is changed.'
    }

    if ($WhatIfPreference) {
        Show-Line -Text 'PREVIEW: nothing was changed.'
        Close-Log
        exit 0
    } elseif ($declined -gt 0) {
        Show-Line -Text ('NOT ALL DONE: {0} changed, {1} already right, {2} declined.' -f $changed, $already, $declined)
        Close-Log
        exit 3
    }
    Show-Line -Text ('DONE: {0} changed, {1} already right.' -f $changed, $already, $declined)
    Close-Log
    exit 0
} catch {
    Stop-Failed -Reason ('something unforeseen happened: {0}' -f $_.Exception.Message)
}
