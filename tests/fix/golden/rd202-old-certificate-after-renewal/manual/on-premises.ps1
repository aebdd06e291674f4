#Requires -Version 2.0

<#
.SYNOPSIS
    Mends the relay of mail through Microsoft 365, step by step, each with a guard.
.DESCRIPTION
    For the Exchange Management Shell on an Exchange server (2010 and later).
    Run it with -WhatIf first: it then changes and writes nothing.
    Each step stops when the live value is no longer the one that was diagnosed.
    Steps that a person has to decide are left out unless their switch is given;
    CHECKLIST.md says what to look at. A second run skips what is done already.
    -Folder: where the state before and a transcript are saved.
    Exit code: 0 done, 1 failed, 2 stopped by a guard, 3 something was declined.
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
function Find-SendConnector {
    param (
        [string]$Name
    )

    $everything = Get-SendConnector -ErrorAction SilentlyContinue -ErrorVariable failures
    if ((-not $?) -or ($failures.Count -gt 0)) {
        Stop-Script -Reason ('{0} failed: {1}' -f 'Get-SendConnector', ([string]$failures))
    }
    $everything | Where-Object { ($_ -ne $null) -and [string]::Equals([string]$_.Name, [string]$Name, [System.StringComparison]::Ordinal) }
}
function Get-ServerName {
    param (
        $Value
    )

    $Value | ForEach-Object { ([string]$_).Split('/')[-1].Split('.')[0] }
}
function Get-DefaultSmtp {
    param ()

    if ((Get-Command -Name 'Get-TransportService' -ErrorAction SilentlyContinue)) {
        $services = Get-TransportService -ErrorAction SilentlyContinue -ErrorVariable failures
        if ((-not $?) -or ($failures.Count -gt 0)) {
            Stop-Script -Reason ('{0} failed: {1}' -f 'Get-TransportService', ([string]$failures))
        }
    } else {
        $services = Get-TransportServer -ErrorAction SilentlyContinue -ErrorVariable failures
        if ((-not $?) -or ($failures.Count -gt 0)) {
            Stop-Script -Reason ('{0} failed: {1}' -f 'Get-TransportServer', ([string]$failures))
        }
    }
    $services | Select-Object Name,InternalTransportCertificateThumbprint
}

try {
    # Guard: the Exchange Management Shell, and only that.
    if ((Get-Command -Name 'Get-InboundConnector' -ErrorAction SilentlyContinue)) {
        Stop-Script -Reason 'Exchange Online PowerShell is loaded in this window. Open the Exchange Management Shell in a window of its own.'
    }
    if (-not (Get-Command -Name 'Get-SendConnector' -ErrorAction SilentlyContinue)) {
        Stop-Script -Reason 'this is not the Exchange Management Shell. Open it on an Exchange server and run the script there.'
    }

    # The state before, and a transcript, in a folder of this run.
    $beforeFolder = (Join-Path -Path $Folder -ChildPath ('{0}{1}' -f 'relay-doctor-before-on-premises-', [DateTime]::UtcNow.ToString('yyyyMMdd-HHmmss', [System.Globalization.CultureInfo]::InvariantCulture)))
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
        $everything = Get-SendConnector -ErrorAction SilentlyContinue -ErrorVariable failures
        if ((-not $?) -or ($failures.Count -gt 0)) {
            Stop-Script -Reason ('{0} failed: {1}' -f 'Get-SendConnector', ([string]$failures))
        }
        $everything | Export-Clixml -Path (Join-Path -Path $beforeFolder -ChildPath 'send-connectors.xml')
        if (-not (Test-Path -LiteralPath (Join-Path -Path $beforeFolder -ChildPath 'send-connectors.xml'))) {
            Stop-Script -Reason ('{0} was not saved.' -f 'send-connectors.xml')
        }
        $everything = Get-ReceiveConnector -ErrorAction SilentlyContinue -ErrorVariable failures
        if ((-not $?) -or ($failures.Count -gt 0)) {
            Stop-Script -Reason ('{0} failed: {1}' -f 'Get-ReceiveConnector', ([string]$failures))
        }
        $everything | Export-Clixml -Path (Join-Path -Path $beforeFolder -ChildPath 'receive-connectors.xml')
        if (-not (Test-Path -LiteralPath (Join-Path -Path $beforeFolder -ChildPath 'receive-connectors.xml'))) {
            Stop-Script -Reason ('{0} was not saved.' -f 'receive-connectors.xml')
        }
        $everything = Get-DefaultSmtp
        $everything | Export-Clixml -Path (Join-Path -Path $beforeFolder -ChildPath 'default-smtp-certificates.xml')
        if (-not (Test-Path -LiteralPath (Join-Path -Path $beforeFolder -ChildPath 'default-smtp-certificates.xml'))) {
            Stop-Script -Reason ('{0} was not saved.' -f 'default-smtp-certificates.xml')
        }
        Show-Line -Text ('The state before was saved in {0}.' -f $beforeFolder)
    } else {
        Show-Line -Text 'PREVIEW: the state before is not saved, and nothing is changed.'
    }

    Show-Line -Text 'Step 3 of the checklist: set-send-certificate'
    $identity = 'To Exchange Online'
    $thumbprint = 'DB7179403F49853068EF50FEDCFBDCD0804C8BBE'
    # What must be there now, and what the certificate should give.
    $current = @{ TlsCertificateName = '<I>CN=Contoso Issuing CA 1, O=Contoso CA, C=US<S>CN=mail.contoso.com' }
    $expected = '<I>CN=Contoso Issuing CA 2, O=Contoso CA, C=US<S>CN=mail.contoso.com'
    if (-not (Get-Command -Name 'Set-SendConnector' -ErrorAction SilentlyContinue).Parameters.ContainsKey('TlsCertificateName')) {
        Stop-Script -Reason 'this Exchange has no TlsCertificateName (Exchange 2010): there Fqdn must be a name on the certificate, and the certificate must serve SMTP.'
    }
    $found = @(Find-SendConnector -Name $identity)
    if ($found.Count -ne 1) {
        Stop-Script -Reason ('{0} connectors are named {1}, and it has to be exactly one.' -f $found.Count, $identity)
    }
    $certificate = $null
    foreach ($server in @(Get-ServerName -Value $found[0].SourceTransportServers)) {
        $listed = Get-ExchangeCertificate -Server $server -ErrorAction SilentlyContinue -ErrorVariable failures
        if ((-not $?) -or ($failures.Count -gt 0)) {
            Show-Line -Text ('{0} could not be asked: look there yourself that it has the certificate {1}, with key and SMTP.' -f $server, $thumbprint)
        } else {
            $here = @($listed | Where-Object { ($_ -ne $null) -and [string]::Equals([string]$_.Thumbprint, [string]$thumbprint, [System.StringComparison]::Ordinal) })
            if ($here.Count -ne 1) {
                Stop-Script -Reason ('{0} does not have the certificate {1}. Import it there first, with its private key.' -f $server, $thumbprint)
            } elseif (-not $here[0].HasPrivateKey) {
                Stop-Script -Reason ('{0} has the certificate {1} without its private key. Import it there again, with the key.' -f $server, $thumbprint)
            } elseif (-not ([string]$here[0].Services -like '*SMTP*')) {
                Stop-Script -Reason ('on {0} the certificate {1} does not serve SMTP. Do the step that enables it first.' -f $server, $thumbprint)
            }
            $certificate = $here[0]
        }
    }
    if ($certificate -eq $null) {
        Stop-Script -Reason ('no source server of {0} could be asked for the certificate {1}.' -f $identity, $thumbprint)
    }
    # Issuer and subject exactly as this server prints them.
    $built = '<I>{0}<S>{1}' -f $certificate.Issuer, $certificate.Subject
    if (-not (Test-Same -Left $built -Right $expected)) {
        Stop-Script -Reason ('the certificate gives {0}, and {1} was expected.' -f $built, $expected)
    }
    $wanted = @{ TlsCertificateName = $built }
    $found = @(Find-SendConnector -Name $identity)
    if ($found.Count -ne 1) {
        Stop-Script -Reason ('{0} connectors are named {1}, and it has to be exactly one.' -f $found.Count, $identity)
    }
    $before = $found[0]
    if ((Test-Same -Left $before.TlsCertificateName -Right $wanted.TlsCertificateName)) {
        $already = $already + 1
        Show-Line -Text 'It is as wanted already.'
    } elseif ((Test-Same -Left $before.TlsCertificateName -Right $current.TlsCertificateName)) {
        if ($PSCmdlet.ShouldProcess((Get-SafeText -Value $identity), (Get-SafeText -Value (@(('{0} = {1}' -f 'TlsCertificateName', (Get-ValueText -Value $wanted.TlsCertificateName))) -join '; ')))) {
            try {
                $null = Set-SendConnector -Identity $identity -TlsCertificateName $wanted.TlsCertificateName -ErrorAction Continue -ErrorVariable failures
                if ((-not $?) -or ($failures.Count -gt 0)) {
                    Show-Line -Text 'The cmdlet reported an error. What is read back now decides.'
                }
            } catch {
                Show-Line -Text ('The cmdlet refused: {0}' -f $_.Exception.Message)
            }
            $proven = $false
            foreach ($attempt in @(1, 2, 3)) {
                if (-not $proven) {
                    if ($attempt -gt 1) {
                        Start-Sleep -Seconds 5
                    }
                    $after = @(Find-SendConnector -Name $identity)
                    $proven = ($after.Count -eq 1) -and (Test-Same -Left $after[0].TlsCertificateName -Right $wanted.TlsCertificateName)
                }
            }
            if ($proven) {
                $changed = $changed + 1
                Show-Line -Text 'Changed, and read back.'
            } else {
                Stop-Failed -Reason ('the new value of {0} was not read back.' -f $identity)
            }
        } else {
            $declined = $declined + 1
        }
    } else {
        Show-Line -Text ('{0} found:    {1}' -f 'TlsCertificateName', (Get-ValueText -Value $before.TlsCertificateName))
        Show-Line -Text ('{0} expected: {1}' -f 'TlsCertificateName', (Get-ValueText -Value $current.TlsCertificateName))
        Stop-Script -Reason ('{0} was changed by somebody since. This script leaves it alone; gather the evidence again.' -f $identity)
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
